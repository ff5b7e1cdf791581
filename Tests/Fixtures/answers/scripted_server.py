#!/usr/bin/env python3
"""An OpenAI-compatible server on loopback that answers with the recorded texts of this folder.

Prints its port and ends with its input. POST /v1/chat/completions: a prover's prompt is answered with the recorded
answers to its statement, choice after choice, under the name that the prompt gives the theorem; where there are fewer
than choices, they begin anew. A correction gets the same answer again. POST /v1/completions, and a chat without a formal
statement: the recorded statements as conjectures. GET /v1/models names the one model.
"""
import json, os, re, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOLDER = os.path.dirname(os.path.abspath(__file__))
MODEL = "recorded"


def load():
    with open(f"{FOLDER}/expected.json", encoding="utf-8") as file:
        entries = json.load(file)
    for entry in entries:
        with open(f"{FOLDER}/{entry['file']}", encoding="utf-8", newline="") as file:
            entry["text"] = file.read()
    return entries


# An empty completion is none to a client, and in the other one lines stand below each other, which they no longer do
# when the theorem gets another name.
UNSERVED = ["empty.md", "term-with-tactics-inside.md"]
ENTRIES = [entry for entry in load() if entry["file"] not in UNSERVED]
STATEMENTS = list(dict.fromkeys(entry["signature"] for entry in ENTRIES))


def plain(text):
    return " ".join(text.split())


def proofs(messages, count):
    if len(messages) > 2 and messages[-2]["role"] == "assistant":
        return [(messages[-2]["content"], "stop")] * count
    found = re.search(r"^theorem (\S+) (.*?) := by\s*^```", messages[-1]["content"], re.M | re.S)
    if not found:
        return [("I see no theorem.", "stop")] * count
    name, signature = found.groups()
    known = [entry for entry in ENTRIES if plain(entry["signature"]) == plain(signature)]
    if not known:
        return [("I do not know this theorem.", "stop")] * count
    chosen = [known[index % len(known)] for index in range(count)]
    return [
        (entry["text"].replace(entry["name"], name), "length" if entry["cut"] else "stop") for entry in chosen
    ]


def conjectures(count, begins, ends):
    return [
        (f"{begins} t{index} {STATEMENTS[index % len(STATEMENTS)]} := by\n  sorry\n{ends}", "stop")
        for index in range(count)
    ]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, answer):
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.send({"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        count = request.get("n") or 1
        messages = request.get("messages")
        if messages is None:
            choices = conjectures(count, "", "")
        elif any("# Formal Statement" in message["content"] for message in messages):
            choices = proofs(messages, count)
        else:
            choices = conjectures(count, "```lean4\ntheorem", "```")
        drawn = sum(len(text) // 4 + 1 for text, _ in choices)
        self.send({
            "id": "recorded", "object": "list", "model": MODEL,
            "choices": [
                {"index": index, "finish_reason": finish}
                | ({"text": text} if messages is None else {"message": {"role": "assistant", "content": text}})
                for index, (text, finish) in enumerate(choices)
            ],
            "usage": {"prompt_tokens": 100, "completion_tokens": drawn, "total_tokens": 100 + drawn},
        })


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
