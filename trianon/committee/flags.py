"""What readers do with reports: make one, change it, withdraw it, confirm one that was made without an account.

Nothing here hides a text: a report opens the question whether it stays, or joins it, and moves its case forward.
Callers lock nothing: the record is locked first, then the question, then its case.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from trianon.accounts.models import Account
from trianon.bilingual.checking import clean
from trianon.bilingual.lang import Lang, likely_lang
from trianon.committee import flag_links, hiding, queries, removals, services
from trianon.committee.events import FlagConfirmed, FlagMade, FlagWithdrawn
from trianon.committee.flag_models import Flag
from trianon.committee.flag_rules import CONFIRM_WITHIN, FlagOutcome, Raised, check_flag, may_report, moved_forward
from trianon.committee.models import Case, Removal
from trianon.committee.rules import Reason
from trianon.committee.subjects import SUBJECTS
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import PUBLIC
from trianon.mail.outbox import post_to

SAME_CLICK = timedelta(minutes=10)


@dataclass(frozen=True)
class Said:
    """What a reader says of a public version, and where that came from."""

    subject: str
    item_id: int
    shown_version: int
    category: Reason
    words: str
    network: str


def report(said: Said, *, by: Account) -> Flag:
    """Report a public text, or change what one has said of it; counted at once.

    StaleForm when another version is public by now, or none. RuleViolation: own_report, already_examined and those of
    `check_flag`.
    """
    record = _public(said)
    if SUBJECTS[said.subject].own(by, record):
        raise RuleViolation("own_report")
    if not may_report(said.category, has_account=True):
        raise RuleViolation("category_for_others")
    words = clean(said.words)
    check_flag(words)
    flag = made_by(by, said.subject, said.item_id, said.shown_version)
    if flag is not None and flag.settled_at is not None:
        raise RuleViolation("already_examined")
    if flag is None:
        _check_not_examined(said)
        flag = Flag(account_id=by.id, side=by.side, reader_lang=by.lang, confirmed_at=now(), **_about(said))
        db.session.add(flag)
    flag.category, flag.words, flag.lang = said.category, words, likely_lang(words)
    db.session.flush()
    _join(flag, by=by)
    emit(FlagMade(**_told(flag), by=by.id))
    return flag


def give_notice(said: Said, *, name: str, address: str, reader_lang: Lang) -> Flag | None:
    """The same without an account, for what is against the law: kept apart until the address is confirmed.

    None for the second of two clicks. RuleViolation and StaleForm as above.
    """
    _public(said)
    if not may_report(said.category, has_account=False):
        raise RuleViolation("category_for_others")
    words = clean(said.words)
    check_flag(words)
    twin = sa.select(Flag).filter_by(
        address=address, subject=said.subject, subject_id=said.item_id, version=said.shown_version, words=words
    )
    if db.session.scalars(twin.where(Flag.made_at > now() - SAME_CLICK).limit(1)).first() is not None:
        return None
    flag = Flag(name=name, address=address, reader_lang=reader_lang, category=said.category, **_about(said))
    flag.words, flag.lang = words, likely_lang(words)
    db.session.add(flag)
    db.session.flush()
    post_to("committee.flag_confirm", address, reader_lang, flag=flag.id)
    return flag


def confirm(text: str) -> Flag:
    """Whoever opens the link of the mail has the address: from now on the notice counts, in place of an earlier one.

    RuleViolation: notice_link_wrong, notice_link_expired. StaleForm when the text is not public any more.
    """
    number = flag_links.number_in(text)
    found = db.session.get(Flag, number)
    if found is None:
        raise RuleViolation("notice_link_wrong")
    record = SUBJECTS[found.subject].lock(found.subject_id)
    flag = lock(Flag, number)
    if flag is None:
        raise RuleViolation("notice_link_wrong")
    if flag.confirmed_at is not None:
        return flag
    if now() > flag.made_at + CONFIRM_WITHIN:
        raise RuleViolation("notice_link_expired")
    if record is None or record.state not in PUBLIC or hiding.public_number(record) != flag.version:
        raise StaleForm
    for earlier in db.session.scalars(_open_of(flag).where(Flag.address == flag.address, Flag.id != flag.id)):
        db.session.delete(earlier)
    flag.confirmed_at = now()
    _join(flag, by=None)
    emit(FlagConfirmed(**_told(flag)))
    return flag


def withdraw(flag: Flag, *, by: Account) -> None:
    """Take it back: nothing of it is kept but that there was one. What it has begun is decided all the same."""
    SUBJECTS[flag.subject].lock(flag.subject_id)
    if flag.settled_at is not None:
        raise RuleViolation("already_examined")
    removal_id = flag.removal_id
    emit(FlagWithdrawn(**_told(flag), by=by.id))
    db.session.delete(flag)
    db.session.flush()
    if removal_id is not None:
        weigh(db.session.get_one(Removal, removal_id))


def made_by(person: Account, subject: str, item_id: int, version: int) -> Flag | None:
    """What this person has said of this version."""
    rows = sa.select(Flag).filter_by(account_id=person.id, subject=subject, subject_id=item_id, version=version)
    return db.session.scalars(rows).one_or_none()


def weigh(removal: Removal) -> None:
    """Place the case in the queue by the reports that stand."""
    case = queries.case_of("removal", removal.id, removal.version)
    if case is None:
        return
    rows = sa.select(Flag.side, Flag.network_digest, Flag.category)
    standing = rows.filter_by(removal_id=removal.id, settled_at=None).order_by(Flag.id)
    raised = [Raised(side, network, kind is Reason.UNLAWFUL) for side, network, kind in db.session.execute(standing)]
    case.ranked_at = case.opened_at - moved_forward(raised)
    # Never fewer: a statement of reasons says that there was a report, even where it was withdrawn.
    case.reports = max(case.reports, len(raised))


def settle(removal_id: int, outcome: FlagOutcome) -> list[Flag]:
    """The question is answered: so are all its reports. Returns them, for whoever tells their readers."""
    rows = sa.select(Flag).filter_by(removal_id=removal_id, settled_at=None).order_by(Flag.id)
    found = list(db.session.scalars(rows))
    for flag in found:
        flag.settled_at, flag.outcome = now(), outcome
    return found


def fingerprint(network: str, subject: str, item_id: int) -> str:
    """Where a report came from, so that it can be compared on this text alone and read by nobody."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"flag|{subject}|{item_id}|{network}".encode(), hashlib.sha256).hexdigest()


def _public(said: Said) -> Any:
    """The record, locked, while the version that the reader saw is the public one."""
    record = SUBJECTS[said.subject].lock(said.item_id)
    if record is None or record.state not in PUBLIC or hiding.public_number(record) != said.shown_version:
        raise StaleForm
    return record


def _check_not_examined(said: Said) -> None:
    """One answer for each version and category; a notice that the law is broken is always examined."""
    if said.category is Reason.UNLAWFUL:
        return
    same = {"subject": said.subject, "subject_id": said.item_id, "version": said.shown_version}
    examined = sa.select(Flag.id).filter_by(**same, category=said.category, outcome=FlagOutcome.KEPT)
    if db.session.scalar(examined.limit(1)) is not None:
        raise RuleViolation("already_examined")


def _join(flag: Flag, *, by: Account | None) -> Case:
    """The question whether the text stays: the one that is open, or a new one."""
    removal = removals.running(flag.subject, flag.subject_id)
    if removal is None:
        removal = removals.begin(flag.subject, flag.subject_id, flag.version, by=None, from_report=True)
    case = services.open_case("removal", removal.id, removal.version, by=by.id if by else None)
    flag.removal_id = removal.id
    db.session.flush()
    weigh(removal)
    return case


def _open_of(flag: Flag) -> sa.Select[Any]:
    same = {"subject": flag.subject, "subject_id": flag.subject_id, "version": flag.version}
    return sa.select(Flag).filter_by(**same, settled_at=None)


def _about(said: Said) -> dict[str, Any]:
    return {
        "subject": said.subject,
        "subject_id": said.item_id,
        "version": said.shown_version,
        "network_digest": fingerprint(said.network, said.subject, said.item_id),
        "made_at": now(),
    }


def _told(flag: Flag) -> dict[str, Any]:
    return {
        "subject_id": flag.id,
        "about": flag.subject,
        "about_id": flag.subject_id,
        "version": flag.version,
        "category": flag.category,
    }
