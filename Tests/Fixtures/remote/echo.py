#!/usr/bin/env python3
"""A server on loopback that tells what it was sent, as JSON: method, headers, body, and the port that it came from.

Prints the port it listens on and ends when its input does. Below /ssh it answers as no HTTP server would; /half is
a status 401 whose body breaks off before its first byte, /chunks a body in chunks of one byte, and /trailers one whose
trailers have no end.
"""
import json, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def last(self, data):
        self.wfile.write(data)
        self.close_connection = True

    def do_GET(self):
        if self.path.startswith("/ssh"):
            return self.last(b"SSH-2.0-OpenSSH_9.2\r\n")
        if self.path == "/half":
            return self.last(b"HTTP/1.1 401 No\r\nRetry-After: 7\r\nContent-Length: 20\r\n\r\n")
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        if self.path == "/chunks":
            return self.last(chunked + b"1\r\nx\r\n" * 100_000 + b"0\r\n\r\n")
        if self.path == "/trailers":
            self.last(chunked + b"0\r\n")
            try:
                while True:
                    self.wfile.write(b"x: " + b"y" * 2_000 + b"\r\n")
            except OSError:
                return
        length = self.headers.get("content-length")
        body = None if length is None else self.rfile.read(int(length)).decode()
        data = json.dumps({"method": self.command, "headers": {k.lower(): v for k, v in self.headers.items()},
                           "body": body, "port": self.client_address[1]}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_POST = do_GET


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
server.serve_forever()
