"""Finding contributions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_queries import organisations_of as acting_for
from trianon.bilingual.lang import Lang
from trianon.bilingual.models import Translation, TranslationState
from trianon.contributions.common_ground_rules import PROPOSAL, Ground
from trianon.contributions.models import Contribution, ContributionKind, ContributionVersion
from trianon.contributions.publishing import SUBJECT
from trianon.contributions.stance_models import StanceTally
from trianon.cooperations.models import Cooperation, CooperationVersion
from trianon.core import search
from trianon.core.clock import now
from trianon.core.database import computed, db
from trianon.core.paging import Page, page
from trianon.core.publication import PUBLIC, State
from trianon.core.sides import Side
from trianon.core.text import digest
from trianon.themes.models import SubTheme, Theme
from trianon.workshops.models import Workshop, WorkshopState

# A list with filters is counted up to here: counting all would cost more than it tells. Of a search so many are listed.
MOST_COUNTED = search.MOST_RANKED
# In the order of common ground each text is looked up by itself for that.
MOST_COUNTED_IN_ORDER = 200
SHOWN_ELSEWHERE = 5
LATELY = timedelta(days=90)


class Order(StrEnum):
    """What stands first in the list, where it is not the newest."""

    REPLIES = "replies"
    # Only of proposals that enough people of each side have answered: of all others nothing is known.
    COMMON = "common"


@dataclass(frozen=True)
class Filters:
    """What a reader chose; None where nothing was."""

    q: str = ""
    sub_theme: SubTheme | None = None
    kind: ContributionKind | None = None
    lang: Lang | None = None
    side: Side | None = None
    is_translated: bool | None = None
    workshop: Workshop | None = None
    cooperation: Cooperation | None = None
    order: Order | None = None
    # The newest texts that hold the words and have all that was chosen, as `search.newest` tells them.
    found: tuple[int, ...] = ()

    @property
    def are_more(self) -> bool:
        """Whether more texts hold the words than were looked at."""
        return len(self.found) > MOST_COUNTED

    @property
    def chosen(self) -> dict[str, str]:
        """The values in force by the name of their filter, without the words."""
        found = {
            "sub_theme": str(self.sub_theme.id) if self.sub_theme else None,
            "kind": self.kind.value if self.kind else None,
            "lang": self.lang.value if self.lang else None,
            "side": self.side.value if self.side else None,
            "workshop": str(self.workshop.id) if self.workshop else None,
            "cooperation": str(self.cooperation.id) if self.cooperation else None,
            "translated": None if self.is_translated is None else str(self.is_translated),
        }
        return {name: value for name, value in found.items() if value}


def most_counted(filters: Filters) -> int:
    """Up to where the texts of these filters are counted."""
    return MOST_COUNTED_IN_ORDER if filters.order is Order.COMMON and not filters.q else MOST_COUNTED


def count_up_to(filters: Filters, most: int = MOST_COUNTED) -> int:
    """How many texts match, counted no further than `most` + 1."""
    some = matching(filters).with_only_columns(Contribution.id).limit(most + 1).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0


def matching(filters: Filters, *, in_order: bool = False) -> sa.Select[Any]:
    """The public texts under these filters; `in_order`: the caller sorts them as the filters say.

    Of a search the newest, whatever the order: a common word costs no more than a rare one.
    """
    rows = sa.select(Contribution).where(Contribution.state == State.PUBLISHED)
    if filters.order is Order.COMMON:
        # Who walks in this order begins with the tallies, whose order it is; who only counts may begin anywhere.
        walks = in_order and not filters.q
        of = computed(StanceTally.contribution_id) if walks else StanceTally.contribution_id
        rows = rows.join(StanceTally, of == Contribution.id)
        # A proposal that has become an opinion keeps its answers, and may be a proposal again. What a search has found
        # is looked up by its numbers, not among all proposals.
        kind = computed(sa.type_coerce(Contribution.kind, sa.String())) if filters.q else Contribution.kind
        rows = rows.where(StanceTally.ground != Ground.OPEN, kind == PROPOSAL)
    if filters.q:
        # They have what was chosen, too: the index was asked for both.
        number = StanceTally.contribution_id if in_order and filters.order is Order.COMMON else Contribution.id
        return rows.where(search.is_among(number, filters.found[:MOST_COUNTED], are_few=True))
    if filters.sub_theme:
        rows = rows.where(Contribution.sub_theme_id == filters.sub_theme.id)
    if filters.kind:
        rows = rows.where(Contribution.kind == filters.kind)
    if filters.lang:
        rows = rows.where(Contribution.source_lang == filters.lang)
    if filters.side:
        rows = rows.where(Contribution.side == filters.side)
    if filters.workshop:
        rows = rows.where(Contribution.workshop_id == filters.workshop.id)
    if filters.cooperation:
        rows = rows.where(Contribution.cooperation_id == filters.cooperation.id)
    if filters.is_translated is not None:
        rows = rows.where(Contribution.is_translated.is_(filters.is_translated))
    return rows


def sub_themes() -> list[SubTheme]:
    """The sub-themes of every year, this year's first."""
    rows = sa.select(SubTheme).join(Theme).options(contains_eager(SubTheme.theme))
    return list(db.session.scalars(rows.order_by(Theme.is_current.desc(), Theme.year.desc(), SubTheme.position)))


def contribution(contribution_id: int) -> Contribution | None:
    """One text with everything its page shows, in one statement."""
    if not 0 < contribution_id < 2**31:
        return None
    row = (
        sa.select(Contribution)
        .filter_by(id=contribution_id)
        .options(
            joinedload(Contribution.public_version),
            joinedload(Contribution.author).options(lazyload(Account.appointments)),
            joinedload(Contribution.sub_theme),
            joinedload(Contribution.workshop),
            joinedload(Contribution.cooperation)
            .joinedload(Cooperation.public_version)
            .load_only(CooperationVersion.title),
            joinedload(Contribution.on_behalf_of),
        )
    )
    return db.session.scalars(row).unique().one_or_none()


@dataclass(frozen=True)
class Credit:
    """Whose translation it is; a name is empty when its person has left."""

    translator: Account | None
    reviewer: Account | None


def credit_of(item: Contribution) -> Credit | None:
    """Who translated the public version and who reviewed it; None while there is no reviewed translation."""
    version = item.public_version
    if version is None or not item.is_translated:
        return None
    translator, reviewer = sa.orm.aliased(Account), sa.orm.aliased(Account)
    row = (
        sa.select(translator, reviewer)
        .select_from(Translation)
        .outerjoin(translator, Translation.translator_id == translator.id)
        .outerjoin(reviewer, Translation.reviewer_id == reviewer.id)
        .where(
            Translation.subject == SUBJECT,
            Translation.subject_id == item.id,
            Translation.field == "text",
            Translation.lang == version.source_lang.other,
            Translation.source_digest == digest(version.text.get(version.source_lang)),
            Translation.state == TranslationState.REVIEWED,
        )
        .options(lazyload(translator.appointments), lazyload(reviewer.appointments))
    )
    found = db.session.execute(row).first()
    return Credit(found[0], found[1]) if found else None


def own(author: Account, cursor: str | None = None) -> Page:
    """One page of somebody's own texts in whatever state, newest first."""
    return page(_own(author), Contribution.created_at, Contribution.id, cursor)


def latest_own(author: Account, size: int = 5) -> list[Contribution]:
    """The newest few of somebody's own texts."""
    rows = _own(author).order_by(Contribution.created_at.desc(), Contribution.id.desc()).limit(size)
    return list(db.session.scalars(rows).unique())


def _own(author: Account) -> sa.Select[Any]:
    newest = sa.and_(
        ContributionVersion.contribution_id == Contribution.id, ContributionVersion.number == Contribution.version
    )
    return (
        sa.select(Contribution)
        .where(Contribution.author_id == author.id)
        .join(ContributionVersion, newest)
        .options(contains_eager(Contribution.versions))
    )


def of_workshop(workshop_id: int) -> list[Contribution]:
    """A few newest public texts on a workshop, for its page."""
    return _newest_on(Contribution.workshop_id == workshop_id)


def of_cooperation(cooperation_id: int) -> list[Contribution]:
    """A few newest public texts on a cooperation, for its page."""
    return _newest_on(Contribution.cooperation_id == cooperation_id)


def _newest_on(condition: sa.ColumnElement[bool]) -> list[Contribution]:
    rows = (
        sa.select(Contribution)
        .where(condition, Contribution.state.in_(PUBLIC))
        .options(
            joinedload(Contribution.public_version),
            joinedload(Contribution.author).options(lazyload(Account.appointments)),
        )
        .order_by(Contribution.published_at.desc(), Contribution.id.desc())
        .limit(SHOWN_ELSEWHERE)
    )
    return list(db.session.scalars(rows))


def workshops_to_write_on() -> list[Workshop]:
    """The workshops that are to come or were held lately, soonest first."""
    rows = sa.select(Workshop).where(Workshop.starts_at > now() - LATELY, Workshop.state != WorkshopState.CANCELLED)
    return list(db.session.scalars(rows.order_by(Workshop.starts_at, Workshop.id).limit(60)))


def organisations_of(account_id: int | None) -> list[Organisation]:
    """The organisations that a person acts for; none for a visitor."""
    if account_id is None:
        return []
    return acting_for(db.session.get_one(Account, account_id))
