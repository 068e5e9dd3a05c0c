"""A reverse proxy, as the app may stand behind one."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


@contextmanager
def proxied(target, prefix):
    """A reverse proxy on a port of its own, which serves `target` below a prefix."""
    host, port = urlsplit(target).netloc.split(":")

    def pipe(source, sink):
        with suppress(OSError):
            while chunk := source.recv(65536):
                sink.sendall(chunk)
            sink.shutdown(socket.SHUT_WR)

    class Proxy(socketserver.BaseRequestHandler):
        def handle(self):
            head = self.request.recv(65536)
            while head and b"\r\n\r\n" not in head:
                head += self.request.recv(65536)
            head = head.replace(f" {prefix}".encode(), b" ", 1)
            # A request for each connection, so that only the first line needs another path.
            head = re.sub(rb"(?i)\nconnection: keep-alive", b"\nConnection: close", head)
            with socket.create_connection((host, int(port))) as server:
                server.sendall(head)
                back = threading.Thread(target=pipe, args=(server, self.request))
                back.start()
                pipe(self.request, server)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy) as proxy:
        proxy.daemon_threads = True
        thread = threading.Thread(target=proxy.serve_forever)
        thread.start()
        yield f"http://localhost:{proxy.server_address[1]}{prefix}"
        proxy.shutdown()
        thread.join()
