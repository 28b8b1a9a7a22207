"""Languages in addresses: every page under /fr/ and /ru/, and a switch that stays on the same record."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, g, request, url_for

from trianon.bilingual.lang import Lang

PREFIX = "/<any(fr, ru):lang>"


def localised_blueprint(name: str, import_name: str, url_prefix: str = "") -> Blueprint:
    """A blueprint whose pages exist in both languages."""
    return Blueprint(name, import_name, url_prefix=PREFIX + url_prefix)


def init_urls(app: Flask) -> None:
    """Take the language out of each address, and put the current one into each address that is made."""

    @app.url_value_preprocessor
    def pull(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.lang = Lang(values.pop("lang")) if values and "lang" in values else browser_lang()

    @app.url_defaults
    def push(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = Lang(g.get("lang", Lang.FR)).value

    app.jinja_env.globals["switch_url"] = switch_url


def browser_lang() -> Lang:
    """What the browser prefers, French when it says neither."""
    if request.path[:4] in {"/fr/", "/ru/"}:
        return Lang(request.path[1:3])
    return Lang(request.accept_languages.best_match(list(Lang)) or Lang.FR)


def switch_url(lang: str, *, external: bool = False) -> str:
    """The same page in the given language, with the same search and filters."""
    if request.endpoint is None or not request.url_rule or "lang" not in request.url_rule.arguments:
        return url_for("pages.home", lang=lang, _external=external)
    address = url_for(request.endpoint, **{**(request.view_args or {}), "lang": lang}, _external=external)
    query = urlencode([(k, v) for k, v in request.args.items(multi=True)])
    return f"{address}?{query}" if query else address
