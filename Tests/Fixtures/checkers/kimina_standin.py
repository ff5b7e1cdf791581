#!/usr/bin/env python3
"""Stand-in for a Kimina Lean Server, on loopback: its wire format, over a real Lean REPL, with faults on demand.

    kimina_standin.py --key KEY --count-lines snippet|body -- REPL-COMMAND...

Prints the port it listens on. GET /health and POST /api/check answer as the servers do (2.0.0 counts lines from the
snippet's beginning, its fork from the end of the header). POST /fault {"kind": K, "times": N} makes the next N checks
fail: 429, 500, 503, garbage, close (no answer), half (half an answer), hang, other (another snippet's answer), both (error
and response), empty.
"""
import argparse, json, re, subprocess, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

arguments = argparse.ArgumentParser()
arguments.add_argument("--key", default="")
arguments.add_argument("--count-lines", choices=["snippet", "body"], default="snippet")
arguments.add_argument("--port", type=int, default=0)
arguments.add_argument("repl", nargs="+")
options = arguments.parse_args()


class Repl:
    """One REPL process; header environments are kept, as the servers keep them."""

    def __init__(self):
        self.process = subprocess.Popen(options.repl, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.headers = {}

    def ask(self, command, seconds):
        timer = threading.Timer(seconds, self.process.kill)
        timer.start()
        try:
            self.process.stdin.write(json.dumps(command) + "\n\n")
            self.process.stdin.flush()
            lines = []
            while True:
                line = self.process.stdout.readline()
                if not line:
                    return None
                if line == "\n" and lines:
                    return json.loads("".join(lines))
                if line != "\n":
                    lines.append(line)
        finally:
            timer.cancel()

    def run(self, code, seconds):
        match = re.match(r"((?:\s*import [^\n]*\n)+)", code)
        header, body = (match[1], code[match.end():]) if match else ("", code)
        if header not in self.headers:
            answer = self.ask({"cmd": header}, seconds)
            if answer is None:
                return {"error": f"Lean REPL header command timed out in {seconds} seconds"}
            # As the servers: a header that fails is not reported.
            self.headers[header] = answer.get("env", 0)
        answer = self.ask({"cmd": body, "env": self.headers[header]}, seconds)
        if answer is None:
            return {"error": f"Lean REPL command timed out in {seconds} seconds"}
        if options.count_lines == "snippet":
            shift = header.count("\n")
            for entry in answer.get("messages", []) + answer.get("sorries", []):
                for end in ("pos", "endPos"):
                    if entry.get(end):
                        entry[end]["line"] += shift
        return {"response": answer}


idle, lock, faults = [], threading.Lock(), []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5

    def log_message(self, *_):
        pass

    def answer(self, status, value):
        data = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.answer(200, {"status": "ok"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        request = json.loads(body)
        if self.path == "/fault":
            with lock:
                faults.extend([request["kind"]] * request.get("times", 1))
            return self.answer(200, {})
        if options.key and self.headers.get("authorization") != f"Bearer {options.key}":
            known = "authorization" in self.headers
            return self.answer(401, {"detail": "Invalid API key" if known else "Missing API key"})
        with lock:
            fault = faults.pop(0) if faults else None
        if fault == "429":
            return self.answer(429, {"detail": "No available REPLs"})
        if fault == "500":
            return self.answer(500, {"detail": "JSON decode error"})
        if fault == "503":
            return self.answer(503, b"busy")
        if fault == "garbage":
            return self.answer(200, b"<html>no JSON</html>")
        if fault == "empty":
            return self.answer(200, {"results": []})
        if fault == "close":
            self.close_connection = True
            return self.connection.close()
        if fault == "half":
            self.send_response(200)
            self.send_header("content-length", "1000")
            self.end_headers()
            self.wfile.write(b'{"results":[{"id"')
            self.close_connection = True
            return
        if fault == "hang":
            return time.sleep(60)
        snippet = request["snippets"][0]
        if fault == "other":
            return self.answer(200, {"results": [{"id": "another", "time": 0.1, "response": {"env": 0}}]})
        with lock:
            repl = idle.pop() if idle else Repl()
        result = repl.run(snippet["code"], request.get("timeout", 30))
        if "response" in result:
            with lock:
                idle.append(repl)
        else:
            repl.process.kill()
        if fault == "both":
            result = {"error": "broken", "response": {"env": 0}}
        self.answer(200, {"results": [{"id": snippet["id"], "time": 0.1, **result}]})


server = ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
# Its owner ends it by closing its input.
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
server.serve_forever()
for repl in idle:
    repl.process.kill()
