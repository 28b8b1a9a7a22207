"""Who holds which office, who stands in, what is vacant, who was invited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from trianon.accounts.models import Account, Appointment
from trianon.bilingual.lang import Lang, likely_lang
from trianon.committee.mandate_models import Deputy, Nomination, NominationState
from trianon.committee.mandate_rules import GIVEN, POSTS, SEATS, Span
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.sides import COMMITTEE, Role, Side
from trianon.core.text import fold

# More than the two sides can have; invitations that were answered or have expired go after a month.
MOST = 500


@dataclass(frozen=True)
class Post:
    """A post of one side: who holds it, who acts meanwhile, who would. `holder` None: it is vacant."""

    role: Role
    holder: Appointment | None
    acting: Appointment | None
    deputy: Deputy | None


@dataclass(frozen=True)
class Half:
    """One side of the Committee as everybody sees it."""

    side: Side
    posts: list[Post]
    members: list[Appointment]

    @property
    def vacant(self) -> int:
        """How many of the fifteen seats nobody has."""
        return max(0, SEATS[Role.MEMBER] - len(self.members))


def half_of(side: Side, lang: Lang) -> Half:
    """Those of a side whose mandate runs now, in the order of their names in this language."""
    moment = now()
    seats = [one for one in appointments_of(side, COMMITTEE) if one.holds_at(moment)]
    deputies = [one for one in deputies_of(side) if one.span.holds_at(moment)]
    posts = [
        Post(
            role,
            next((one for one in seats if one.role is role and not one.is_acting), None),
            next((one for one in seats if one.role is role and one.is_acting), None),
            next((one for one in deputies if one.role is role), None),
        )
        for role in POSTS
    ]
    members = sorted((one for one in seats if one.role is Role.MEMBER), key=lambda one: _order(one.account.name, lang))
    return Half(side, posts, members)


def appointments_of(side: Side, roles: Sequence[Role] | frozenset[Role] = GIVEN) -> list[Appointment]:
    """The mandates of a side that run or will, the earliest first."""
    rows = sa.select(Appointment).join(Appointment.account).options(joinedload(Appointment.account))
    rows = rows.where(Appointment.role.in_(tuple(roles)), Account.side == side, Account.deleted_at.is_(None))
    rows = rows.where(sa.or_(Appointment.until.is_(None), Appointment.until > now()))
    return list(db.session.scalars(rows.order_by(Appointment.since, Appointment.id).limit(MOST)).unique())


def deputies_of(side: Side) -> list[Deputy]:
    """Those who stand in, or will, for the posts of a side."""
    rows = sa.select(Deputy).join(Deputy.account).options(joinedload(Deputy.account))
    rows = rows.where(Account.side == side, Account.deleted_at.is_(None), Deputy.until > now())
    return list(db.session.scalars(rows.order_by(Deputy.since, Deputy.id).limit(MOST)).unique())


def helpers_of(side: Side) -> list[Appointment]:
    """Translators and hosts of a side, and those from other countries whom it has appointed."""
    own = appointments_of(side, (Role.TRANSLATOR, Role.HOST))
    chosen = sa.select(Account.id).where(Account.side == side)
    rows = sa.select(Appointment).join(Appointment.account).options(joinedload(Appointment.account))
    rows = rows.where(
        Appointment.role.in_((Role.TRANSLATOR, Role.HOST)),
        Account.side == Side.OTHER,
        Account.deleted_at.is_(None),
        Appointment.appointed_by_id.in_(chosen),
        sa.or_(Appointment.until.is_(None), Appointment.until > now()),
    )
    return own + list(db.session.scalars(rows.order_by(Appointment.id).limit(MOST)).unique())


def invitations_of(side: Side) -> list[Nomination]:
    """The invitations of a side that were not answered, newest first; those that have expired among them."""
    rows = sa.select(Nomination).filter_by(side=side, state=NominationState.ASKED)
    return list(db.session.scalars(rows.order_by(Nomination.id.desc()).limit(MOST)))


def taken(role: Role, side: Side, *, is_deputy: bool, but: Nomination | None = None) -> list[Span]:
    """The seats of this role that are given or offered."""
    moment = now()
    if is_deputy:
        given = [one.span for one in deputies_of(side) if one.role is role]
    else:
        given = [Span(one.since, one.until) for one in appointments_of(side, (role,)) if not one.is_acting]
    offered = [
        one.span
        for one in invitations_of(side)
        if one.role is role and one.is_deputy is is_deputy and one is not but and one.waits_at(moment)
    ]
    return given + offered


def appointment_by_id(number: int) -> Appointment | None:
    """A mandate that an invitation may give, with its person; None when there is none of this number."""
    found = db.session.get(Appointment, number)
    return found if found is not None and found.role in GIVEN else None


def own_mandates(account: Account, moment: datetime) -> list[Appointment]:
    """What somebody holds now or will, in the order of its beginning."""
    running = [one for one in account.appointments if one.until is None or one.until > moment]
    return sorted((one for one in running if one.role in GIVEN), key=lambda one: (one.since, one.id))


def own_deputies(account: Account, moment: datetime) -> list[Deputy]:
    """The posts that somebody stands in for, or will."""
    rows = sa.select(Deputy).where(Deputy.account_id == account.id, Deputy.until > moment)
    return list(db.session.scalars(rows.order_by(Deputy.id)))


def _order(name: str, lang: Lang) -> tuple[bool, str]:
    """The reader's script first, then by letters: accents and ё count for nothing."""
    return likely_lang(name) is not lang, fold(name)
