"""Posting a mail: a row in the caller's transaction, never sent for something that did not happen."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import cache
from typing import Any, Protocol

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from trianon.bilingual.lang import Lang
from trianon.core.clock import now
from trianon.core.database import db, table_of
from trianon.core.rows import put
from trianon.mail.models import Delivery, OutboxMail
from trianon.mail.pace import provider_of


class Recipient(Protocol):
    """Whoever can get a mail: an account; without an address (a deleted account) nothing is posted."""

    @property
    def id(self) -> int:
        """The account's number."""

    @property
    def email(self) -> str | None:
        """Where to."""

    @property
    def lang(self) -> Lang:
        """In which language."""


def post(kind: str, to: Recipient, *, due: datetime | None = None, once: str | None = None, **data: Any) -> None:
    """Put a mail in the outbox. `once` names the cause, so that it gets one mail however often it happens."""
    if to.email is None:
        return
    values = _values(kind, to.email, to.lang, data, recipient_id=to.id, due_at=due or now(), unique_key=once)
    put(_unless_posted(db.engine.dialect.name), values)


@cache
def _unless_posted(dialect: str) -> sa.Insert:
    """Two requests with the same cause at once: the second finds the row of the first, and that is no error.

    Made once: making it anew for each mail would cost more than running it.
    """
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table_of(OutboxMail)).inline().on_conflict_do_nothing(index_elements=["unique_key"])


def post_to(kind: str, address: str, lang: Lang, **data: Any) -> OutboxMail:
    """Put a mail to an address in the outbox, whether it has an account or not."""
    row = OutboxMail(**_values(kind, address, lang, data, due_at=now()))
    db.session.add(row)
    return row


def _values(kind: str, address: str, lang: Lang, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    domain = current_app.config["SETTINGS"].mail_from.rpartition("@")[2]
    return {
        "kind": kind,
        "data": data,
        "address": address,
        "provider": provider_of(address),
        "lang": lang,
        "created_at": now(),
        "state": Delivery.WAITING,
        "attempts": 0,
        "message_id": f"<{secrets.token_hex(16)}@{domain}>",
        **more,
    }
