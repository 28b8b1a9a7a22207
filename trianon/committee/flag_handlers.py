"""Whoever has reported a text hears what became of it; reports are forgotten at their term."""

from __future__ import annotations

import sqlalchemy as sa

from trianon import personal_terms
from trianon.accounts.leaving_events import AccountDeleted, AccountLeaving
from trianon.accounts.leaving_services import addresses_of
from trianon.accounts.models import Account
from trianon.committee import flags
from trianon.committee.events import CaseClosed, CaseDecided
from trianon.committee.flag_models import Flag
from trianon.committee.flag_rules import CONFIRM_WITHIN, FlagOutcome
from trianon.committee.models import Appeal, Removal
from trianon.committee.rules import Verdict
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.timed import timed
from trianon.mail.outbox import post, post_to
from trianon.notifications.services import notify


@on(CaseDecided)
def tell_readers(event: CaseDecided) -> None:
    """The text stays or goes; and when an appeal brings it back, those who had reported it are told that too."""
    if event.about == "removal":
        outcome = FlagOutcome.KEPT if event.verdict is Verdict.ACCEPT else FlagOutcome.REMOVED
        for flag in flags.settle(event.about_id, outcome):
            _tell("committee.flag_settled", flag)
    elif event.about == "appeal" and event.verdict is Verdict.ACCEPT:
        contested = db.session.get_one(Appeal, event.about_id).contested
        if contested.subject == "removal":
            for flag in db.session.scalars(sa.select(Flag).filter_by(removal_id=contested.subject_id)):
                _tell("committee.flag_restored", flag)


@on(CaseClosed)
def tell_readers_that_it_is_gone(event: CaseClosed) -> None:
    """Its author has changed it or taken it back."""
    if event.about == "removal":
        for flag in flags.settle(event.about_id, FlagOutcome.GONE):
            _tell("committee.flag_settled", flag)


@on(AccountLeaving)
def withdraw_own(event: AccountLeaving) -> None:
    """Whoever leaves waits for no answer: their reports go with them."""
    rows = sa.select(Flag).filter_by(account_id=event.subject_id)
    begun = set()
    for flag in db.session.scalars(rows):
        begun.add(flag.removal_id)
        db.session.delete(flag)
    db.session.flush()
    for removal in db.session.scalars(sa.select(Removal).where(Removal.id.in_(begun)).order_by(Removal.id)):
        flags.weigh(removal)


@on(AccountDeleted)
def forget_notices(event: AccountDeleted) -> None:
    """Nor for one to a notice that was made from their address without the account."""
    known = addresses_of(db.session.get_one(Account, event.subject_id))
    db.session.execute(sa.delete(Flag).where(Flag.address.in_(known)))


@timed("flags.old")
def remove_old() -> int:
    """Answered reports go after their term, notices whose address nobody confirmed when their link has ended."""
    moment = now()
    answered = Flag.settled_at < moment - personal_terms.REPORT.after
    ended = sa.and_(Flag.confirmed_at.is_(None), Flag.made_at < moment - CONFIRM_WITHIN)
    done = db.session.execute(sa.delete(Flag).where(sa.or_(answered, ended)))
    db.session.commit()
    return int(getattr(done, "rowcount", 0))


def _tell(kind: str, flag: Flag) -> None:
    """On the site and by mail; by mail alone whoever has no account."""
    if flag.account_id is None:
        if flag.address is not None:
            post_to(kind, flag.address, flag.reader_lang, flag=flag.id)
        return
    reader = db.session.get(Account, flag.account_id)
    if reader is not None and reader.is_active:
        notify(reader.id, kind, flag=flag.id)
        post(kind, reader, once=f"{kind}:{flag.id}:{reader.id}", flag=flag.id)
