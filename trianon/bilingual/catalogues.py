"""The words of templates. The library asks four questions for each message; here a message is one look-up."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import get_domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

_catalogues: dict[str, Any] = {}


def init_catalogues(app: Flask) -> None:
    """Put the quick ones in the place of the library's."""
    app.jinja_env.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext})


@pass_eval_context
def gettext(context: EvalContext, message: str, /, **values: Any) -> str:
    """A message in the language of the page."""
    return _filled(context, _catalogue().ugettext(message), values)


@pass_eval_context
def pgettext(context: EvalContext, sense: str, message: str, /, **values: Any) -> str:
    """A message that has several senses."""
    return _filled(context, _catalogue().upgettext(sense, message), values)


@pass_eval_context
def ngettext(context: EvalContext, one: str, many: str, number: int, /, **values: Any) -> str:
    """A message about a number of things."""
    return _filled(context, _catalogue().ungettext(one, many, number), {"num": number} | values)


def _catalogue() -> Any:
    locale = get_locale()
    language = locale.language if locale else ""
    known = _catalogues.get(language)
    if known is None:
        known = get_domain().get_translations()
        if locale:
            _catalogues[language] = known
    return known


def _filled(context: EvalContext, text: str, values: dict[str, Any]) -> str:
    if context.autoescape:
        # What is filled in is escaped, the catalogue's own words are not.
        text = Markup(text)  # noqa: S704
    return text % values if values or "%" in text else text
