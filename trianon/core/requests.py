"""Requests as the views read them, and where they come from."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request
from werkzeug.middleware.proxy_fix import ProxyFix


class SiteRequest(Request):
    """HEAD is GET whose body is not sent: a view that asks “GET, or something sent?” must not take it for a POST."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The environment still says HEAD: the server leaves the body out.
        if self.method == "HEAD":
            self.method = "GET"


def init_requests(app: Flask) -> None:
    """Read requests so; behind reverse proxies, believe exactly as many of them as there are, and no visitor."""
    app.request_class = SiteRequest
    proxies = app.config["SETTINGS"].trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
