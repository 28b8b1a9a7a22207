"""Bring the rows of a file into the directory, in batches: a valid row whole, a refused one not at all.

Partners of `partnerships.csv` stay words: its column `kind` describes the row, not each actor, so that none of them can
become an organisation without a kind being invented. Only a row with one partner and no other side is an organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_services import enlist
from trianon.bilingual.lang import likely_lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.import_events import CooperationImported, OrganisationImported
from trianon.cooperations.import_files import ImportFile, Row, Shape
from trianon.cooperations.import_rows import CooperationRow, OrganisationRow, PartnerRow, Record, read_row
from trianon.cooperations.models import (
    ActivityStatement,
    Cooperation,
    CooperationDomain,
    CooperationVersion,
    Partner,
    Place,
)
from trianon.cooperations.places import Identity, folded_names, known_places, new_place
from trianon.cooperations.publishing import put_new_in_directory
from trianon.cooperations.vocabulary import Activity
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.publication import State

BATCH = 500


@dataclass
class Outcome:
    """What became of some rows."""

    cooperations: int = 0
    organisations: int = 0
    # The lines that were there before, in the file or in the directory.
    repeated: list[int] = field(default_factory=list)
    refused: list[tuple[int, RuleViolation]] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """Rows that became a record."""
        return self.cooperations + self.organisations


def import_rows(file: ImportFile) -> Iterator[Outcome]:
    """Store the file batch by batch; the caller commits (or, to try it out, rolls back) after each."""
    seen: set[str] = set()
    rows = iter(file)
    while batch := list(islice(rows, BATCH)):
        outcome = Outcome()
        records = list(_fresh(_readable(batch, file.shape, outcome), seen, outcome))
        _store(records, outcome)
        yield outcome
        db.session.expunge_all()


def _readable(rows: Iterable[Row], shape: Shape, outcome: Outcome) -> Iterator[tuple[int, Record]]:
    today = now().date()
    for row in rows:
        try:
            if row.fault is not None:
                raise row.fault
            yield row.line, read_row(shape, row.cells, today)
        except RuleViolation as reason:
            outcome.refused.append((row.line, reason))


def _fresh(records: Iterable[tuple[int, Record]], seen: set[str], outcome: Outcome) -> Iterator[tuple[int, Record]]:
    """Those that neither the file nor the directory had before."""
    new = []
    for line, record in records:
        if record.key in seen:
            outcome.repeated.append(line)
        else:
            seen.add(record.key)
            new.append((line, record))
    stored = _stored_keys([record.key for _, record in new])
    outcome.repeated += [line for line, record in new if record.key in stored]
    yield from ((line, record) for line, record in new if record.key not in stored)


def _stored_keys(keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for model in (Cooperation, Organisation):
        found.update(
            key for key in db.session.scalars(sa.select(model.import_key).where(model.import_key.in_(keys))) if key
        )
    return found


def _store(records: Sequence[tuple[int, Record]], outcome: Outcome) -> None:
    """All at once; one by one when another import came between, so that each row is whole or not there."""
    try:
        with db.session.begin_nested():
            _add([record for _, record in records])
        _note([record for _, record in records], outcome)
    except IntegrityError:
        if len(records) == 1:
            outcome.repeated.append(records[0][0])
            return
        for one in records:
            _store([one], outcome)


def _note(records: Sequence[Record], outcome: Outcome) -> None:
    cooperations = sum(isinstance(record, CooperationRow) for record in records)
    outcome.cooperations += cooperations
    outcome.organisations += len(records) - cooperations


def _add(records: Sequence[Record]) -> None:
    moment = now()
    rows = [record for record in records if isinstance(record, CooperationRow)]
    bodies = [_organisation(record, moment) for record in records if isinstance(record, OrganisationRow)]
    places = _places(rows)
    made = [_cooperation(row, places, moment) for row in rows]
    db.session.add_all([*places.values(), *bodies, *made])
    db.session.flush()
    for cooperation in made:
        # The column, not the relationship: the database wants the state and its version in one statement.
        cooperation.public_version_id = cooperation.versions[0].id
        cooperation.state = State.PUBLISHED
        emit(CooperationImported(subject_id=cooperation.id))
    db.session.flush()
    put_new_in_directory(made)
    for body in bodies:
        enlist(body)
        emit(OrganisationImported(subject_id=body.id))
    db.session.flush()


def _places(rows: Iterable[CooperationRow]) -> dict[Identity, Place]:
    """Every place the rows name: those that exist and those that are new."""
    wanted = {_identity(partner): partner.name for row in rows for partner in row.partners if partner.is_place}
    known = known_places(wanted)
    return {identity: known.get(identity) or new_place(identity, name) for identity, name in wanted.items()}


def _identity(partner: PartnerRow) -> Identity:
    return partner.side, partner.level, folded_names(partner.name)


def _cooperation(row: CooperationRow, places: dict[Identity, Place], moment: datetime) -> Cooperation:
    version = CooperationVersion(
        number=1,
        recorded_at=moment,
        source_lang=row.lang,
        title=row.title,
        summary=row.summary,
        actions=Bilingual("", ""),
        kind=row.kind,
        domains=[domain.value for domain in row.domains],
        first_year=row.first_year,
        links=[],
        sources=list(row.sources),
        partners=[_partner(number, partner, places) for number, partner in enumerate(row.partners)],
    )
    return Cooperation(
        state=State.SUBMITTED,
        import_key=row.key,
        weak_sources=row.has_weak_sources,
        kind=row.kind,
        first_year=row.first_year,
        activity=row.activity or Activity.UNKNOWN,
        created_at=moment,
        published_at=moment,
        updated_at=moment,
        versions=[version],
        statements=[] if row.activity is None else [_statement(row.activity, moment)],
        domains=[CooperationDomain(domain=domain, is_main=not place) for place, domain in enumerate(row.domains)],
    )


def _statement(activity: Activity, moment: datetime) -> ActivityStatement:
    """What the newest source said: nobody's own statement, at a date the file does not give."""
    return ActivityStatement(activity=activity, recorded_at=moment, accepted_at=moment)


def _partner(number: int, partner: PartnerRow, places: dict[Identity, Place]) -> Partner:
    place = places[_identity(partner)] if partner.is_place else None
    return Partner(position=number, side=partner.side, name=partner.name, level=partner.level, place=place)


def _organisation(row: OrganisationRow, moment: datetime) -> Organisation:
    return Organisation(
        kind=row.kind,
        side=row.side,
        name=row.name,
        place=Bilingual("", ""),
        summary=row.summary,
        source_lang=likely_lang(row.name.fr or row.name.ru),
        state=State.PUBLISHED,
        created_at=moment,
        updated_at=moment,
        sources=list(row.sources),
        import_key=row.key,
    )
