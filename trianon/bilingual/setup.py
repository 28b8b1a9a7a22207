"""Put the two languages into the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import Babel

from trianon.bilingual import catalogues, formats, text, urls
from trianon.core.text import digest


def init_bilingual(app: Flask) -> None:
    """Catalogues, addresses, filters and globals of templates."""
    Babel(app, locale_selector=lambda: text.reader_lang().value)
    catalogues.init_catalogues(app)
    urls.init_urls(app)
    app.jinja_env.filters.update(
        loc=text.loc,
        plain=text.plain,
        by_script=text.by_script,
        day=formats.day,
        month=formats.month,
        weekday=formats.month_and_weekday,
        clock=formats.clock,
        moment=formats.moment,
        number=formats.number,
        # A name for what has only words, such as the table of a caption.
        digest=digest,
    )
    app.jinja_env.globals["both_clocks"] = formats.both_clocks
    app.context_processor(lambda: {"lang": text.reader_lang().value})
