"""A small translation service with the interface of LibreTranslate; it can be told to misbehave."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class TranslationServer:
    """`asked` holds the bodies in order; `says` turns the paragraphs asked for into those answered."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.says: Callable[[list[str]], Any] = lambda parts: [f"Brouillon : {part}" for part in parts]
        self.status = 200
        # Whether it hangs up without a word.
        self.is_away = False
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.answer(self)

            def log_message(self, *_arguments: Any) -> None:
                """Silent."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """The value of MACHINE_TRANSLATION_URL."""
        return f"http://127.0.0.1:{self.http.server_port}"

    def stop(self) -> None:
        """Nobody is there any more."""
        self.http.shutdown()
        self.http.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.asked.append(body)
        if self.is_away:
            handler.close_connection = True
            return
        said = self.says(body["q"])
        text = said if isinstance(said, bytes) else json.dumps({"translatedText": said}).encode()
        handler.send_response(self.status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)
