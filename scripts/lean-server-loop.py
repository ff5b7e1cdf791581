#!/usr/bin/env python3
"""The least loop that has one warm lean --server compile one text after another: lean-server-loop.py LEAN

Reads a JSON list of Lean files a line, each with the same imports; answers with {"errors": [first error or ""]}.
`lemmaloom bench checkers` measures checkers against it.
"""
import json
import subprocess
import sys

# No waiting for more edits, nor between reports: it would be the waiting that is measured.
server = subprocess.Popen(
    [sys.argv[1], "--server", "-Dserver.reportDelayMs=0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    stderr=subprocess.DEVNULL)
uri = "file:///lemmaloom/bench.lean"
version = 0


def send(**message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    server.stdin.flush()


def receive():
    length = 0
    while line := server.stdout.readline().strip():
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    if not length:
        sys.exit("lean --server has ended")
    return json.loads(server.stdout.read(length))


def first_error(request):
    """Messages come with every report, the request's answer after the last one."""
    found = []
    while True:
        message = receive()
        if message.get("method") == "textDocument/publishDiagnostics":
            found = [d["message"] for d in message["params"]["diagnostics"] if d.get("severity") == 1]
        if message.get("id") == request and "method" not in message:
            return found[0] if found else ""


def check(text):
    global version
    version += 1
    document = {"uri": uri, "version": version}
    if version == 1:
        send(method="textDocument/didOpen", params={"textDocument": {**document, "languageId": "lean", "text": text}})
    else:
        send(method="textDocument/didChange", params={"textDocument": document, "contentChanges": [{"text": text}]})
    send(id=version, method="textDocument/waitForDiagnostics", params=document)
    return first_error(version)


send(id=0, method="initialize", params={"capabilities": {}, "rootUri": None, "initializationOptions": {"editDelay": 0}})
first_error(0)
send(method="initialized", params={})
for line in sys.stdin:
    print(json.dumps({"errors": [check(text) for text in json.loads(line)]}), flush=True)
server.kill()
