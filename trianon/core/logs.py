"""What the log may say: where something went wrong, never about whom nor with what."""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

from flask import Flask, request

# PostgreSQL quotes the values of the row that it refuses.
_DETAIL = re.compile(r"^DETAIL:.*\n?", re.MULTILINE)


def init_logs(app: Flask) -> None:
    """Name the route instead of the address, which may carry a key; leave the database's quotations out."""
    app.logger.addFilter(_discreet)

    def log_exception(exc_info: Any) -> None:
        app.logger.error("exception on %s [%s]", request.url_rule, request.method, exc_info=exc_info)

    app.log_exception = log_exception  # type: ignore[method-assign]


def _discreet(record: logging.LogRecord) -> bool:
    if record.exc_info and not record.exc_text:
        record.exc_text = _DETAIL.sub("", "".join(traceback.format_exception(*record.exc_info))).rstrip()
    return True
