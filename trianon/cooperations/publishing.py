"""In and out of the public directory: mirrored columns, the entry of the list, the figure of all, the search index.

The mirrored columns (kind, domains, sub-themes, first year, activity, agreement) change here and nowhere else;
`declared_side` is settled before a record is published. What was counted can therefore always be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from trianon.cooperations import entries, indexing
from trianon.cooperations.entries import DirectoryEntry
from trianon.cooperations.indexing import SUBJECT
from trianon.cooperations.models import (
    ActivityStatement,
    Cooperation,
    CooperationDomain,
    CooperationSubTheme,
    CooperationVersion,
)
from trianon.cooperations.rules import agreement
from trianon.cooperations.vocabulary import Activity, Domain
from trianon.core import counters, near_words, search
from trianon.core.database import db
from trianon.core.publication import State
from trianon.core.search import SearchDocument
from trianon.core.sides import BOTH_SIDES, Side


def put_in_directory(cooperation: Cooperation) -> None:
    """Mirror the public version and the accepted statements into the list; also when they have changed since.

    Expects `state` PUBLISHED and `public_version` set.
    """
    if cooperation.public_version is None:
        raise ValueError("a record without a public version has no place in the directory")
    db.session.flush()
    if not is_in_directory(cooperation):
        counters.bump("cooperations", "all", +1)
    mirror(cooperation, cooperation.public_version)
    db.session.flush()
    db.session.expire(cooperation, ["statements"])
    lines = entries.lines_of([cooperation])
    indexing.index(cooperation.id, cooperation.public_version, lines[cooperation.id].words)
    # The number of the list last: whoever else puts a record in waits for it until the commit.
    entries.enter(lines)


def put_new_in_directory(cooperations: Sequence[Cooperation]) -> None:
    """Many new records at once, mirrored and flushed already (an import): none was in the list before."""
    if not cooperations:
        return
    lines = entries.lines_of(cooperations)
    indexing.index_new((one.id, one.public_version or one.latest, lines[one.id].words) for one in cooperations)
    counters.bump("cooperations", "all", len(cooperations))
    entries.enter(lines)


def note_change(cooperation: Cooperation) -> None:
    """Something else that the list shows has changed: who confirmed it, who declared it."""
    db.session.flush()
    if is_in_directory(cooperation):
        lines = entries.lines_of([cooperation])
        search.narrow(SUBJECT, cooperation.id, lines[cooperation.id].words)
        entries.enter(lines)


def reindex(size: int = 200) -> Iterator[int]:
    """All public records anew, batch by batch, for the caller to commit; what the list held besides leaves it.

    Meanwhile every record is found, as before or as from now on. Whoever is stopped begins again.
    """
    listed = sorted(db.session.scalars(sa.select(Cooperation.id).filter_by(state=State.PUBLISHED)))
    known = set(db.session.scalars(sa.select(SearchDocument.subject_id).filter_by(subject=SUBJECT)))
    entered = set(db.session.scalars(sa.select(DirectoryEntry.cooperation_id).where(DirectoryEntry.words != "")))
    gone = sorted((known | entered) - set(listed))
    for start in range(0, len(gone), size):
        search.forget(SUBJECT, *gone[start : start + size])
        entries.leave(*gone[start : start + size])
        yield 0
    # Before the records: a word leaves with the last record that holds its stem.
    for _words in near_words.stem_anew(SUBJECT):
        yield 0
    for start in range(0, len(listed), size):
        some = _public(listed[start : start + size])
        lines = entries.lines_of(some)
        for cooperation in some:
            if cooperation.public_version is not None:
                indexing.index(cooperation.id, cooperation.public_version, lines[cooperation.id].words)
        entries.enter(lines)
        db.session.flush()
        yield start + len(some)
        db.session.expunge_all()
    for _words in near_words.forget_unheld(SUBJECT):
        yield len(listed)


def _public(ids: Sequence[int]) -> Sequence[Cooperation]:
    """Those of these records that are still public, locked: nobody withdraws one while it is put in."""
    rows = sa.select(Cooperation).where(Cooperation.id.in_(ids), Cooperation.state == State.PUBLISHED)
    return db.session.scalars(rows.order_by(Cooperation.id).with_for_update()).all()


def take_out_of_directory(*cooperations: Cooperation) -> None:
    """Out of the list, the figures and the search, at once; nothing happens to a record that was not there."""
    db.session.flush()
    gone = search.forget(SUBJECT, *(one.id for one in cooperations))
    if gone:
        counters.bump("cooperations", "all", -len(gone))
        entries.leave(*gone)


def is_in_directory(cooperation: Cooperation) -> bool:
    """Whether the record is listed, counted and found now."""
    row = sa.select(SearchDocument.id).filter_by(subject=SUBJECT, subject_id=cooperation.id)
    return db.session.scalar(row) is not None


def mirror(cooperation: Cooperation, version: CooperationVersion) -> None:
    """Copy what lists filter by from the version and the statements to the record."""
    cooperation.kind = version.kind
    cooperation.first_year = version.first_year
    linked = {row.sub_theme_id: row for row in cooperation.sub_themes}
    cooperation.sub_themes = [
        linked.get(sub_theme.id) or CooperationSubTheme(sub_theme_id=sub_theme.id) for sub_theme in version.sub_themes
    ]
    wanted = {Domain(code): place == 0 for place, code in enumerate(version.domains)}
    kept = {row.domain: row for row in cooperation.domains}
    for domain, row in kept.items():
        if domain not in wanted:
            cooperation.domains.remove(row)
        else:
            row.is_main = wanted[domain]
    cooperation.domains.extend(
        CooperationDomain(domain=domain, is_main=is_main) for domain, is_main in wanted.items() if domain not in kept
    )
    newest = newest_statements(cooperation)
    said = {side: statement.activity for side, statement in newest.items() if side is not None}
    source = newest[None].activity if None in newest else Activity.UNKNOWN
    cooperation.agreement = agreement(said)
    cooperation.activity = listed_activity(said, source)


def newest_statements(cooperation: Cooperation) -> dict[Side | None, ActivityStatement]:
    """The newest accepted statement of each side, and under None the newest read in a source."""
    accepted = sa.select(ActivityStatement).where(
        ActivityStatement.cooperation_id == cooperation.id, ActivityStatement.accepted_at.is_not(None)
    )
    return {statement.side: statement for statement in db.session.scalars(accepted.order_by(ActivityStatement.id))}


def listed_activity(said: Mapping[Side, Activity], source: Activity) -> Activity:
    """The one state a list may show: what the sides state while they do not differ, else what the source said.

    Where they differ nobody chooses for them: UNKNOWN, and `agreement` tells why.
    """
    stated = {state for side, state in said.items() if side in BOTH_SIDES and state is not Activity.UNKNOWN}
    if len(stated) == 1:
        return stated.pop()
    return Activity.UNKNOWN if stated else source
