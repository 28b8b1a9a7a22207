"""Security headers of every answer."""

from __future__ import annotations

from flask import Flask, Response, request

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


def init_headers(app: Flask) -> None:
    """Add the headers; pages of somebody signed in are kept by no cache."""
    https = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
    always = (HEADERS | https if app.config["SETTINGS"].secure_cookies else HEADERS).items()

    @app.after_request
    def add(response: Response) -> Response:
        # What a view has set stays. One look at them all: the library's own goes through them again for each name.
        known = {name.lower() for name, _value in response.headers}
        for name, value in always:
            if name.lower() not in known:
                response.headers.add(name, value)
        if request.endpoint != "static" and "cache-control" not in known:
            personal = "dialogue" in request.cookies or "set-cookie" in known
            response.headers.add("Cache-Control", "no-store" if personal else "no-cache")
        return response
