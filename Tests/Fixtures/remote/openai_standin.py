#!/usr/bin/env python3
"""Stand-in for an OpenAI-compatible server, on loopback: the real wire format over made-up texts, with faults on demand.

Prints the port it listens on and ends when its input does. It plays any number of servers, NAME being any text:
GET /NAME/v1/models, POST /NAME/v1/completions and POST /NAME/v1/chat/completions answer as such servers do: n, seed,
stop, max_tokens, logprobs, echo, stream. A text is made of words drawn from prompt, seed and choice; each word is a token.

POST /NAME/control sets what follows and answers {}:
  faults  list of faults, one for each of the next requests ("" for none), see the functions below
  modes   object: key, models, delay (seconds), ignore_n, fewer (n - 1 choices), keep_stop (the stop text is left in),
          no_logprobs, no_echo, no_usage, reasoning
GET /NAME/control tells what was seen: most requests in flight at once, those in flight, and each request.
"""
import collections, json, random, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = "intro exact simp ∀ ℕ → rfl omega 😀 𝔽 h₁ by_cases é".split()
lock = threading.Lock()
ended = threading.Event()
states = collections.defaultdict(
    lambda: {"faults": [], "modes": {}, "seen": [], "in_flight": 0, "in_flight_max": 0})


def draw(request, prompt, choice, keep_stop):
    """One made-up completion: its tokens and why it ended."""
    seed = request.get("seed")
    chance = random.Random(None if seed is None else f"{prompt}|{seed}|{choice}")
    tokens = [chance.choice(WORDS) + " " for _ in range(chance.randint(4, 9))]
    finish = "stop"
    if len(tokens) > request["max_tokens"]:
        tokens, finish = tokens[: request["max_tokens"]], "length"
    for stop in request.get("stop", []):
        for index in range(len(tokens)):
            if stop in tokens[index]:
                last = tokens[index] if keep_stop else tokens[index].split(stop)[0]
                tokens, finish = tokens[:index] + [last], "stop"
                break
    return [token for token in tokens if token], finish


def logprob(token):
    return -len(token) / 8


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *_):
        pass

    def parse_request(self):
        """The server's name is taken off the path."""
        if not super().parse_request():
            return False
        _, name, rest = (self.path + "//").split("/", 2)
        with lock:
            self.state = states[name]
        self.path = "/" + rest.rstrip("/")
        return True

    def mode(self, name):
        return self.state["modes"].get(name)

    def send(self, status, value, headers=()):
        data = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        for name, text in headers:
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(data)

    def allowed(self):
        key = self.mode("key")
        if not key or self.headers.get("authorization") == f"Bearer {key}":
            return True
        given = (self.headers.get("authorization") or "")[len("Bearer "):]
        self.send(401, {"error": {"message": f"Incorrect API key provided: {given}", "code": "invalid_api_key"}})
        return False

    def do_GET(self):
        if self.path == "/control":
            with lock:
                return self.send(200, {key: self.state[key] for key in ("seen", "in_flight", "in_flight_max")})
        if self.path != "/v1/models":
            return self.send(404, {"detail": "Not Found"})
        if self.allowed():
            names = self.mode("models")
            names = ["tiny"] if names is None else names
            self.send(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in names]})

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers.get("content-length", "0"))))
        if self.path == "/control":
            with lock:
                self.state["faults"].extend(request.get("faults", []))
                self.state["modes"].update(request.get("modes", {}))
            return self.send(200, {})
        seen = {"path": self.path, "body": request, "key": self.headers.get("authorization")}
        with lock:
            self.state["seen"].append(seen)
            self.state["in_flight"] += 1
            self.state["in_flight_max"] = max(self.state["in_flight"], self.state["in_flight_max"])
            fault = self.state["faults"].pop(0) if self.state["faults"] else ""
        try:
            time.sleep(self.mode("delay") or 0)
            self.complete(request, fault)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with lock:
                self.state["in_flight"] -= 1

    def complete(self, request, fault):
        if self.path not in ("/v1/completions", "/v1/chat/completions"):
            return self.send(404, {"detail": "Not Found"})
        if not self.allowed():
            return
        if request.get("model") != "tiny":
            message = f"The model `{request.get('model')}` does not exist."
            return self.send(404, {"error": {"message": message, "type": "NotFoundError", "code": 404}})
        kind, _, what = fault.partition(":")
        if getattr(self, "fault_" + kind, self.no_fault)(what):
            return
        if request.get("stream") and fault != "not_stream":
            self.stream(request, fault)
        else:
            data = json.dumps(self.answer(request, fault), ensure_ascii=False).encode()
            if fault == "half":
                self.send_response(200)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data[: len(data) // 2])
                self.close_connection = True
            elif fault == "half_json":
                self.send(200, data[: len(data) // 2])
            elif fault == "drip":
                self.start_chunks("application/json")
                for index in range(len(data)):
                    self.chunk(data[index : index + 1])
                self.chunk(b"")
            else:
                self.send(200, data)

    # Faults that take the place of an answer.

    def no_fault(self, _):
        return False

    def fault_status(self, what):
        """status:STATUS or status:STATUS,RETRY-AFTER"""
        status, _, wait = what.partition(",")
        body = {"error": {"message": "stand-in fault", "type": "fault", "param": None, "code": int(status)}}
        self.send(int(status), body, [("retry-after", wait)] if wait else [])
        return True

    def fault_hang(self, _):
        ended.wait(60)
        self.close_connection = True
        return True

    def fault_close(self, _):
        self.close_connection = True
        return True

    def fault_garbage(self, _):
        self.send(200, b"<html><body>502 Bad Gateway</body></html>")
        return True

    def fault_shape(self, _):
        self.send(200, {"object": "list", "data": []})
        return True

    def fault_types(self, _):
        self.send(200, {"choices": [{"index": "zero", "text": 7, "finish_reason": "stop"}]})
        return True

    def fault_no_choices(self, _):
        self.send(200, {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 0}})
        return True

    def fault_error_200(self, what):
        self.send(200, {"error": {"message": "stand-in fault", "code": int(what)}})
        return True

    def fault_redirect(self, _):
        self.send(307, {}, [("location", "/v1/elsewhere")])
        return True

    def fault_huge(self, _):
        self.start_chunks("application/json")
        while not ended.is_set():
            self.chunk(b" " * 65536)
        return True

    # Whole answers.

    def answer(self, request, fault):
        chat = self.path.endswith("chat/completions")
        prompt = json.dumps(request["messages"], sort_keys=True) if chat else request["prompt"]
        count = 1 if self.mode("ignore_n") else max(1, request.get("n", 1) - (1 if self.mode("fewer") else 0))
        choices, drawn = [], 0
        for index in range(count):
            tokens, finish = draw(request, prompt, index, self.mode("keep_stop"))
            drawn += len(tokens)
            text = "".join(tokens)
            if fault == "empty" and index == 0:
                text = ""
            if fault == "null" and index == 0:
                text = None
            if fault.startswith("finish"):
                finish = fault.split(":")[1] or None
            choice = {"index": index, "finish_reason": finish}
            if chat:
                choice["message"] = {"role": "assistant", "content": text}
                if self.mode("reasoning"):
                    choice["message"]["reasoning_content"] = "\nfirst\nsecond\n"
                    choice["message"]["content"] = "\n\n" + text
                if request.get("logprobs") and not self.mode("no_logprobs"):
                    choice["logprobs"] = {"content": [{"token": t, "logprob": logprob(t)} for t in tokens]}
            else:
                choice["text"] = text
                if request.get("echo") and not self.mode("no_echo"):
                    before = request["prompt"].split(" ")
                    before = [word + " " for word in before[:-1]] + before[-1:]
                    tokens = [word for word in before if word] + tokens
                    choice["text"] = "".join(tokens)
                if request.get("logprobs") and not self.mode("no_logprobs"):
                    offsets = [sum(map(len, tokens[:end])) for end in range(len(tokens))]
                    logprobs = [logprob(token) for token in tokens]
                    if request.get("echo"):
                        logprobs[0] = None
                    choice["logprobs"] = {"tokens": tokens, "token_logprobs": logprobs, "text_offset": offsets}
            choices.append(choice)
        usage = {"prompt_tokens": len(prompt.split()), "completion_tokens": drawn}
        kind = "chat.completion" if chat else "text_completion"
        # Servers need not give choices in order.
        result = {"id": "1", "object": kind, "model": "tiny", "choices": choices[::-1]}
        return result if self.mode("no_usage") else {**result, "usage": usage}

    # Streams.

    def start_chunks(self, kind):
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def chunk(self, data):
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def stream(self, request, fault):
        chat = self.path.endswith("chat/completions")
        prompt = json.dumps(request["messages"], sort_keys=True) if chat else request["prompt"]
        tokens, finish = draw(request, prompt, 0, self.mode("keep_stop"))
        if fault.startswith("finish"):
            finish = fault.split(":")[1]
        if fault == "empty":
            tokens = []
        events = [{"delta": {"role": "assistant", "content": ""}}] if chat else []
        if chat and self.mode("reasoning"):
            events += [{"delta": {"reasoning_content": text}} for text in ("\nfirst", "\nsecond\n")]
            events += [{"delta": {"content": "\n"}}, {"delta": {"content": "\n"}}]
        events += [{"delta": {"content": token}} if chat else {"text": token} for token in tokens]
        self.start_chunks("text/event-stream; charset=utf-8")
        for index, event in enumerate(events):
            if fault == "error_first" or (fault == "error_later" and index == 3):
                self.event({"error": {"message": "stand-in fault", "code": 500}}, fault)
                return self.chunk(b"")
            if index == 3 and fault == "half_stream":
                return self.chunk(b"")
            if index == 3 and fault == "cut":
                self.wfile.write(b"40\r\ndata: {\"choices\"")
                self.close_connection = True
                return
            if index == 3 and fault == "stall":
                ended.wait(60)
                self.close_connection = True
                return
            if index == 3 and fault == "bad_event":
                self.chunk(b"data: {\"choices\": [\n\n")
            self.event({"choices": [{"index": 0, "finish_reason": None, **event}]}, fault)
        if fault != "no_finish":
            last = {"delta": {}} if chat else {"text": ""}
            self.event({"choices": [{"index": 0, "finish_reason": finish, **last}]}, fault)
        if request.get("stream_options", {}).get("include_usage"):
            usage = {"prompt_tokens": len(prompt.split()), "completion_tokens": len(tokens)}
            self.event({"choices": [], "usage": usage}, fault)
        if fault != "no_done":
            self.chunk(b"data: [DONE]\n\n")
        self.chunk(b"")

    def event(self, value, fault):
        text = json.dumps(value, ensure_ascii=False)
        if fault == "bytes":
            # CR LF, a comment, an event over two lines, and every byte a chunk of its own.
            head, tail = text[: text.index(":") + 1], text[text.index(":") + 1 :]
            data = f": ping\r\nevent: message\r\ndata:{head}\r\ndata: {tail}\r\n\r\n".encode()
            for index in range(len(data)):
                self.chunk(data[index : index + 1])
        else:
            self.chunk(f"data: {text}\n\n".encode())


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # with the usual 5, connections at the same time wait for seconds


server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
# Its owner ends it by closing its input.
threading.Thread(target=lambda: (sys.stdin.read(), ended.set(), server.shutdown()), daemon=True).start()
server.serve_forever()
