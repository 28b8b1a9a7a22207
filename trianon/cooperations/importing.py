"""Bring the rows of a file into the directory, in batches: a valid row whole, a refused one not at all.

Partners of `partnerships.csv` stay words: its column `kind` describes the row, not each actor, so that none of them can
become an organisation without a kind being invented. Only a row with one partner and no other side is an organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_services import enlist
from trianon.cooperations.events import CooperationSubmitted
from trianon.cooperations.import_events import CooperationImported, OrganisationImported
from trianon.cooperations.import_files import ImportFile, Row, Shape
from trianon.cooperations.import_making import Origin, cooperation_of, organisation_of
from trianon.cooperations.import_places import Places
from trianon.cooperations.import_rows import CooperationRow, Record, read_row
from trianon.cooperations.models import Cooperation
from trianon.cooperations.publishing import put_new_in_directory
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.publication import State

NOBODY = Origin()
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
    stored = stored_keys([record.key for _, record in new])
    outcome.repeated += [line for line, record in new if record.key in stored]
    yield from ((line, record) for line, record in new if record.key not in stored)


def stored_keys(keys: Sequence[str]) -> set[str]:
    """Those of the keys that records have already."""
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
            add([record for _, record in records])
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


def add(records: Sequence[Record], origin: Origin = NOBODY) -> list[Cooperation | Organisation]:
    """Store some records that are new, in their order: public at once, or sent to the committee."""
    moment = now()
    rows = [record for record in records if isinstance(record, CooperationRow)]
    places = Places(rows)
    made: list[Cooperation | Organisation] = [
        cooperation_of(record, places, origin, moment)
        if isinstance(record, CooperationRow)
        else organisation_of(record, moment)
        for record in records
    ]
    db.session.add_all(made)
    db.session.flush()
    cooperations = [one for one in made if isinstance(one, Cooperation)]
    _publish([one for one in cooperations if one.published_at], origin)
    _submit([one for one in cooperations if not one.published_at], origin)
    for body in (one for one in made if isinstance(one, Organisation)):
        enlist(body)
        emit(OrganisationImported(subject_id=body.id, by=origin.by.id if origin.by else None, job=origin.job))
    db.session.flush()
    return made


def _publish(cooperations: Sequence[Cooperation], origin: Origin) -> None:
    for cooperation in cooperations:
        # The column, not the relationship: the database wants the state and its version in one statement.
        cooperation.public_version_id = cooperation.versions[0].id
        cooperation.state = State.PUBLISHED
        emit(_imported(cooperation, origin))
    db.session.flush()
    put_new_in_directory(cooperations)


def _submit(cooperations: Sequence[Cooperation], origin: Origin) -> None:
    """Sent to the committee like any other; whoever imported them hears of all of them at once, at the end."""
    by = origin.by.id if origin.by else None
    for cooperation in cooperations:
        emit(_imported(cooperation, origin))
        emit(CooperationSubmitted(subject_id=cooperation.id, by=by, version=1, job=origin.job or 0))


def _imported(cooperation: Cooperation, origin: Origin) -> CooperationImported:
    return CooperationImported(subject_id=cooperation.id, by=origin.by.id if origin.by else None, job=origin.job)
