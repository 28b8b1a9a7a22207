"""Requests as the views read them, and where they come from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from babel.support import NullTranslations, Translations
from flask import Blueprint, Flask, Request, request
from flask_babel import get_locale
from werkzeug.middleware.proxy_fix import ProxyFix
from wtforms.i18n import messages_path

View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(size: int) -> Callable[[View], View]:
    """Mark a view that takes larger bodies than the others; bytes. Before anybody reads the body, it is allowed."""

    def mark(view: View) -> View:
        view.largest_body = size  # type: ignore[attr-defined]
        return view

    return mark


def checks_its_own_mark(blueprint: Blueprint) -> Callable[[View], View]:
    """A view that looks at the CSRF mark of its form itself, to lose nothing that was typed, or begins without one."""

    def exempt(view: View) -> View:
        blueprint.record(lambda state: state.app.extensions["csrf"].exempt(view))
        return view

    return exempt


class SiteRequest(Request):
    """HEAD is GET whose body is not sent: a view that asks “GET, or something sent?” must not take it for a POST."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The environment still says HEAD: the server leaves the body out.
        if self.method == "HEAD":
            self.method = "GET"

    @property
    def wtforms_translations(self) -> Translations | NullTranslations:
        """The words of the form library, which would read them from the disk at each request with a form."""
        return _words_of_forms(str(get_locale()))


@cache
def _words_of_forms(lang: str) -> Translations | NullTranslations:
    return Translations.load(messages_path(), [lang], domain="wtforms")


def init_requests(app: Flask) -> None:
    """Read requests so; behind reverse proxies, believe exactly as many of them as there are, and no visitor."""
    app.request_class = SiteRequest
    proxies = app.config["SETTINGS"].trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]

    @app.before_request
    def widen() -> None:
        largest = getattr(app.view_functions.get(request.endpoint or ""), "largest_body", None)
        if largest is not None:
            request.max_content_length = largest
