"""Calendars to subscribe to: all workshops, those of a sub-theme, one's own. No link of a meeting is in any of them."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from icalendar import Calendar

from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.bilingual.text import reader_lang
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.events import on
from trianon.workshops import calendar
from trianon.workshops.models import Registration, RegistrationState, Workshop
from trianon.workshops.room_models import CalendarFeed

# What is longer past stands in nobody's way; the number bounds what a calendar fetches every hour.
KEPT_PAST = timedelta(days=90)
MOST_EVENTS = 500
LONGEST_KEY = 200


def public_workshops(at: datetime, sub_theme_id: int | None = None) -> Sequence[Workshop]:
    """What a public calendar holds, cancelled ones too: a calendar that knows an event must learn that it is off."""
    rows = sa.select(Workshop).where(Workshop.starts_at >= at - KEPT_PAST)
    if sub_theme_id is not None:
        rows = rows.where(Workshop.sub_theme_id == sub_theme_id)
    return db.session.scalars(rows.order_by(Workshop.starts_at, Workshop.id).limit(MOST_EVENTS)).all()


def own_workshops(account_id: int, at: datetime) -> Sequence[Workshop]:
    """Those in which a person has a seat, or had one until the workshop was cancelled."""
    seats = sa.select(Registration.workshop_id).where(
        Registration.account_id == account_id,
        sa.or_(
            Registration.state == RegistrationState.CONFIRMED,
            sa.and_(Registration.state == RegistrationState.REMOVED, Registration.confirmed_at.is_not(None)),
        ),
    )
    rows = sa.select(Workshop).where(Workshop.id.in_(seats), Workshop.starts_at >= at - KEPT_PAST)
    return db.session.scalars(rows.order_by(Workshop.starts_at, Workshop.id).limit(MOST_EVENTS)).all()


def mark_of(workshops: Sequence[Workshop]) -> str:
    """What changes when the calendar does: found without making it."""
    parts = [f"{one.id} {one.updated_at.isoformat()} {one.state}" for one in workshops]
    return sha256("\n".join([reader_lang().value, *parts]).encode()).hexdigest()[:32]


def calendar_of(workshops: Sequence[Workshop], name: str) -> bytes:
    """The iCalendar object of a feed."""
    made = Calendar()
    made.add("prodid", calendar.PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Trianon Dialogue: %(name)s", name=name))
    made.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for workshop in workshops:
        made.add_component(calendar.public_event(workshop))
    return bytes(made.to_ical())


# ---------------------------------------------------------------- the secret address of one's own


def feed_of(account_id: int) -> CalendarFeed | None:
    """The person's calendar address, if they asked for one."""
    return db.session.get(CalendarFeed, account_id)


def renew(account: Account) -> CalendarFeed:
    """A new address; the former one leads nowhere from now on."""
    lock(Account, account.id)
    feed = feed_of(account.id)
    if feed is None:
        feed = CalendarFeed(account_id=account.id)
        db.session.add(feed)
    feed.feed_key, feed.made_at = secrets.token_hex(16), now()
    db.session.flush()
    return feed


def stop(account_id: int) -> None:
    """No address any more."""
    db.session.execute(sa.delete(CalendarFeed).where(CalendarFeed.account_id == account_id))


def address_key(feed: CalendarFeed) -> str:
    """What stands in the address: whoever reads the database alone cannot make it."""
    return f"{feed.account_id}-{_signature(feed, current_app.config['SECRET_KEY'])}"


def owner_of(key: str) -> int | None:
    """Whose calendar an address is, None when it is forged, renewed or stopped."""
    number, _dash, signature = key.partition("-")
    if len(key) > LONGEST_KEY or not (number.isascii() and number.isdecimal()) or int(number) >= 2**31:
        return None
    feed = feed_of(int(number))
    if feed is None or not signature.isascii():
        return None
    known = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    return feed.account_id if any(hmac.compare_digest(_signature(feed, one), signature) for one in known) else None


def _signature(feed: CalendarFeed, secret: str) -> str:
    words = f"calendar feed {feed.account_id} {feed.feed_key}".encode()
    return hmac.new(secret.encode(), words, sha256).hexdigest()[:40]


@on(AccountLeaving)
def forget(event: AccountLeaving) -> None:
    """The address goes with the account."""
    stop(event.subject_id)
