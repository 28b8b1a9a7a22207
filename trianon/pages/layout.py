"""What the layout of every page asks for."""

from __future__ import annotations

from flask import Flask, current_app, get_flashed_messages, request


def init_layout(app: Flask) -> None:
    """Give templates `flashes()` and `demo`."""
    app.jinja_env.globals.update(flashes=flashes, demo=app.config["SETTINGS"].demo)


def flashes() -> list[tuple[str, str]]:
    """Messages (category, text) of a session; a visitor without one opens none, so that the page stays cacheable."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return []
    return get_flashed_messages(with_categories=True)  # type: ignore[return-value]
