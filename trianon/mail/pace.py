"""The pace of sending: so many mails a minute in all and to each provider, and a pause for one that asks for it.

Counted in the database, so that two workers share it and one that was killed does not begin anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from trianon.core.clock import now
from trianon.core.database import db
from trianon.mail.models import Delivery, OutboxMail, Route

MINUTE = timedelta(minutes=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)
# Pauses of our own server are short: everybody waits for it.
LONGEST_PAUSE_OF_ALL = timedelta(minutes=4)
EVERYBODY = ""

# One provider under many names: what it counts, it counts for all of them.
DOMAINS = {
    "mail.ru": "mail.ru inbox.ru list.ru bk.ru internet.ru xmail.ru",
    "yandex.ru": "yandex.ru ya.ru yandex.com yandex.by yandex.kz yandex.ua narod.ru",
    "gmail.com": "gmail.com googlemail.com",
    "outlook.com": "outlook.com outlook.fr hotmail.com hotmail.fr live.com live.fr msn.com",
    "orange.fr": "orange.fr wanadoo.fr",
    "free.fr": "free.fr",
    "laposte.net": "laposte.net",
    "rambler.ru": "rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru",
}
_PROVIDERS = {domain: provider for provider, domains in DOMAINS.items() for domain in domains.split()}


def provider_of(address: str) -> str:
    """Who keeps this mailbox, as far as its domain tells."""
    domain = address.rpartition("@")[2].lower()
    return _PROVIDERS.get(domain, domain)


def full(moment: datetime) -> set[str]:
    """The providers that get nothing at this moment; EVERYBODY among them means that nobody does."""
    return _held(moment) | _at_their_pace(moment)


def _held(moment: datetime) -> set[str]:
    return set(db.session.scalars(sa.select(Route.provider).where(Route.held_until > moment)))


def _at_their_pace(moment: datetime) -> set[str]:
    settings = current_app.config["SETTINGS"]
    sent = sa.select(OutboxMail.provider, sa.func.count().label("number")).group_by(OutboxMail.provider)
    recent = OutboxMail.finished_at > moment - MINUTE, OutboxMail.state != Delivery.DROPPED
    counts = {row.provider: int(row.number) for row in db.session.execute(sent.where(*recent))}
    # What another worker has in its hands.
    for provider, number in db.session.execute(
        sent.where(OutboxMail.state == Delivery.WAITING, OutboxMail.leased_until > moment)
    ):
        counts[provider] = counts.get(provider, 0) + number
    found = {p for p, limit in settings.mail_pace_providers.items() if counts.get(p, 0) >= limit}
    return found | ({EVERYBODY} if sum(counts.values()) >= settings.mail_pace else set())


def hold(provider: str) -> None:
    """Leave a provider alone: a minute, then twice as long each time, until it takes a mail again."""
    route = db.session.get(Route, provider, with_for_update=True)
    if route is None:
        route = Route(provider=provider, held_until=now(), setbacks=0)
        db.session.add(route)
    pause = FIRST_PAUSE * 2 ** min(route.setbacks, 10)
    route.setbacks += 1
    route.held_until = now() + min(pause, LONGEST_PAUSE if provider else LONGEST_PAUSE_OF_ALL)


def release(provider: str) -> None:
    """It took a mail: its pauses begin anew."""
    db.session.execute(sa.delete(Route).where(Route.provider.in_([provider, EVERYBODY]), Route.held_until <= now()))
