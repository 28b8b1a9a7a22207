"""The public history of a record: which versions were public, from which side, and what each changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_rules import UNNAMED
from trianon.bilingual.compared import Difference, Field, Words, as_typed, compared, each, in_both, in_words
from trianon.bilingual.formats import day
from trianon.bilingual.text import Bilingual
from trianon.cooperations.events import CooperationPublished
from trianon.cooperations.models import ActivityStatement, Cooperation, CooperationVersion, Partner
from trianon.cooperations.vocabulary import Domain
from trianon.cooperations.words import DOMAINS, KINDS, LEVELS, ROLES, SIDES, TEXTS, year_words, years_words
from trianon.core.audit import AuditEntry
from trianon.core.database import db
from trianon.core.sides import Side

# The newest versions that the page shows.
MOST_SHOWN = 50


@dataclass(frozen=True)
class Entry:
    """One public version: when it was recorded, from which side (never by whom), on behalf of whom, what it changed."""

    number: int
    recorded_at: datetime
    published_at: datetime
    # None: read in public sources.
    side: Side | None
    on_behalf_of: Bilingual | None
    # None for the first one: there is nothing to compare it with.
    differences: list[Difference] | None


def public_history(cooperation: Cooperation) -> list[Entry]:
    """The versions that are or were public, newest first; a version that never was is told to nobody here."""
    published = _published(cooperation)
    if not published:
        return []
    versions = _versions(cooperation.id, published)
    sides = _sides(versions)
    body = cooperation.on_behalf_of
    named = body.name if body is not None and body.is_named else None
    found = []
    for place, version in enumerate(versions):
        before = versions[place - 1] if place else None
        is_own = version.recorded_by_id is not None and version.recorded_by_id == cooperation.declared_by_id
        found.append(
            Entry(
                number=version.number,
                recorded_at=version.recorded_at,
                published_at=published[version.number],
                side=sides.get(version.recorded_by_id) if version.recorded_by_id is not None else None,
                on_behalf_of=named if is_own else None,
                differences=None if before is None else compared(version_fields(before), version_fields(version)),
            )
        )
    return found[::-1]


def public_statements(cooperation: Cooperation) -> list[tuple[ActivityStatement, Bilingual | None]]:
    """What was stated of the activity, newest first, each with the organisation that stated it, where there is one."""
    accepted = sa.select(ActivityStatement, Organisation).where(
        ActivityStatement.cooperation_id == cooperation.id, ActivityStatement.accepted_at.is_not(None)
    )
    named = sa.and_(Organisation.id == ActivityStatement.organisation_id, Organisation.state.not_in(UNNAMED))
    rows = accepted.outerjoin(Organisation, named).order_by(ActivityStatement.id.desc()).limit(MOST_SHOWN)
    return [(said, body.name if body else None) for said, body in db.session.execute(rows)]


def version_fields(version: CooperationVersion) -> list[Field]:
    """Every field of a version, in the order of the record's page."""
    return [
        Field(_("Title"), in_both(version.title)),
        *(Field(str(label), in_both(getattr(version, name))) for name, label in TEXTS.items()),
        Field(_("Kind"), in_words(KINDS.get(version.kind) if version.kind else None)),
        Field(_("Domains"), each(DOMAINS[Domain(code)] for code in version.domains)),
        *_partners(version.partners),
        Field(_("First year"), in_words(year_words(version.first_year, version.first_year_about))),
        Field(_("Signed"), in_words(_signed(version))),
        Field(_("Valid until"), in_words(year_words(version.term_year, version.term_year_about))),
        Field(_("Renewed in"), in_words(years_words(version.renewals))),
        Field(_("Sub-themes"), [words for one in version.sub_themes for words in in_both(one.title)]),
        Field(_("True from"), in_words(day(version.true_from) if version.true_from else None)),
        Field(_("Sources"), as_typed(*version.sources)),
        Field(_("Links"), each(version.links)),
    ]


def _published(cooperation: Cooperation) -> dict[int, datetime]:
    """When each version became public, from the journal; an imported record was public from its first one on."""
    rows = sa.select(AuditEntry.at, AuditEntry.data).where(
        AuditEntry.subject == CooperationPublished.subject,
        AuditEntry.subject_id == cooperation.id,
        AuditEntry.event == CooperationPublished.__name__,
    )
    found = {row.data["version"]: row.at for row in db.session.execute(rows.order_by(AuditEntry.id))}
    if cooperation.import_key is not None and cooperation.published_at is not None:
        found.setdefault(1, cooperation.published_at)
    newest = sorted(found, reverse=True)[:MOST_SHOWN]
    return {number: found[number] for number in newest}


def _versions(cooperation_id: int, numbers: Iterable[int]) -> list[CooperationVersion]:
    shown = selectinload(CooperationVersion.partners).joinedload(Partner.place)
    rows = (
        sa.select(CooperationVersion)
        .where(CooperationVersion.cooperation_id == cooperation_id, CooperationVersion.number.in_(list(numbers)))
        .options(shown, joinedload(CooperationVersion.sub_themes))
        .order_by(CooperationVersion.number)
    )
    return list(db.session.scalars(rows).unique())


def _sides(versions: Iterable[CooperationVersion]) -> dict[int, Side]:
    people = {version.recorded_by_id for version in versions} - {None}
    rows = sa.select(Account.id, Account.side).where(Account.id.in_(people))
    return {row.id: row.side for row in db.session.execute(rows)} if people else {}


def _signed(version: CooperationVersion) -> str:
    return day(version.signed_on) if version.signed_on else year_words(version.signed_year, version.signed_year_about)


def _partners(partners: Iterable[Partner]) -> list[Field]:
    found: list[Field] = []
    for partner in partners:
        about = [str(SIDES[partner.side]), str(ROLES[partner.role])]
        words = [*in_both(partner.name), Words(" · ".join(about))]
        if partner.place is not None:
            words += in_both(partner.place.name)
        if partner.level is not None:
            words.append(Words(str(LEVELS[partner.level])))
        found.append(Field(_("Partner %(number)s", number=len(found) + 1), words))
    return found
