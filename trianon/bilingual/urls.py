"""Languages in addresses: every page under /fr/ and /ru/, and a switch that stays on the same record."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, current_app, g, has_request_context, request, url_for

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

    app.jinja_env.globals.update(switch_url=switch_url, url_for=address_of)


# An address is made of its endpoint and its values alone, and each page asks for some thirty of them.
_MOST_KEPT = 5000
_kept: dict[Any, str] = {}


def address_of(endpoint: str, **values: Any) -> str:
    """For templates: `url_for`, made once for the same endpoint and values."""
    if not has_request_context() or any(name.startswith("_") for name in values):
        return url_for(endpoint, **values)
    near = request.blueprint if endpoint.startswith(".") else None
    told = tuple((name, type(value), value) for name, value in values.items())
    key = (current_app.url_map, request.root_path, g.get("lang"), near, endpoint, told)
    try:
        known = _kept.get(key)
    except TypeError:
        return url_for(endpoint, **values)
    if known is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        known = _kept[key] = url_for(endpoint, **values)
    return known


def browser_lang() -> Lang:
    """What the browser prefers, French when it says neither."""
    if request.path[:4] in {"/fr/", "/ru/"}:
        return Lang(request.path[1:3])
    return Lang(request.accept_languages.best_match(list(Lang)) or Lang.FR)


def switch_url(lang: str, *, external: bool = False) -> str:
    """The same page in the given language, with the same search and filters."""
    if request.endpoint is None or not request.url_rule or "lang" not in request.url_rule.arguments:
        return url_for("pages.home", lang=lang, _external=external)
    address = address_of(request.endpoint, **{**(request.view_args or {}), "lang": lang})
    if external:
        address = request.host_url.rstrip("/") + address
    query = urlencode([(k, v) for k, v in request.args.items(multi=True)])
    return f"{address}?{query}" if query else address
