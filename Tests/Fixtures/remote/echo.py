#!/usr/bin/env python3
"""A server on loopback that tells what it was sent, as JSON: method, headers, body, and the port that it came from.

Prints the port it listens on and ends when its input does. GET /ssh is answered as no HTTP server would.
"""
import json, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/ssh":
            self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")
            self.close_connection = True
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
