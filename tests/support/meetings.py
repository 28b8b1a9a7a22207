"""A small BigBlueButton server that plays the provider: it checks every signature, and can be told to misbehave."""

from __future__ import annotations

import hashlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "the secret of the meeting server of the tests, long enough for its signatures"
CREATED = "<response><returncode>SUCCESS</returncode><createTime>1531155809613</createTime></response>"
REFUSED = "<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>"


class MeetingServer:
    """Answers `create` and `join`; `asked` holds (call, parameters) in order. `says`: what it answers instead."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.says: str | None = None
        self.status = 200
        self.drip = 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_arguments: Any) -> None:
                """Silent."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """The value of BBB_URL."""
        return f"http://127.0.0.1:{self.http.server_port}/bigbluebutton"

    def settings(self) -> dict[str, str]:
        """What the site needs to know."""
        return {"BBB_URL": self.url, "BBB_SECRET": SECRET, "BBB_HASH": "sha256"}

    def stop(self) -> None:
        """Nobody is there any more."""
        self.http.shutdown()
        self.http.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """As the real one: a wrong checksum is refused, whatever else is asked."""
        parts = urlsplit(handler.path)
        call = parts.path.rpartition("/")[2]
        query, _mark, checksum = parts.query.rpartition("&checksum=")
        self.asked.append((call, {name: values[0] for name, values in parse_qs(query).items()}))
        is_right = hashlib.sha256(f"{call}{query}{SECRET}".encode()).hexdigest() == checksum
        body = self.says if self.says is not None else CREATED if is_right else REFUSED
        if call == "join" and is_right:
            body = "<!doctype html><html lang='en'><title>Inside</title><h1>Inside the room</h1></html>"
        handler.send_response(self.status)
        if self.status in (301, 302):
            handler.send_header("Location", "http://127.0.0.1:1/elsewhere")
        handler.send_header("Content-Type", "text/html" if call == "join" else "text/xml")
        handler.send_header("Content-Length", str(len(body.encode())))
        handler.end_headers()
        self.write(handler, body.encode())

    def write(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        """All at once, or letter by letter."""
        try:
            for letter in [body] if not self.drip else [body[n : n + 1] for n in range(len(body))]:
                handler.wfile.write(letter)
                handler.wfile.flush()
                time.sleep(self.drip)
        except OSError:
            return
