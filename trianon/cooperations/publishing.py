"""In and out of the public directory: mirrored columns, counters of the filters, the search index.

The mirrored columns (kind, domains, sub-themes, first year, activity, agreement) change here and nowhere else;
`declared_side` is settled before a record is published. What was counted can therefore always be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import sqlalchemy as sa

from trianon.cooperations.models import (
    ActivityStatement,
    Cooperation,
    CooperationDomain,
    CooperationSubTheme,
    CooperationVersion,
)
from trianon.cooperations.rules import agreement
from trianon.cooperations.vocabulary import Activity, Agreement, Domain
from trianon.core import counters, search
from trianon.core.database import db
from trianon.core.search import SearchDocument
from trianon.core.sides import BOTH_SIDES, Side

SUBJECT = "cooperation"
SCOPES = (
    "cooperations",
    "cooperations.domain",
    "cooperations.kind",
    "cooperations.activity",
    "cooperations.agreement",
    "cooperations.declared_side",
)
# The keys of what no enum names: a kind nobody knows, a record that no side declared.
UNKNOWN, SOURCES = "unknown", "sources"

Bump = Callable[[str, str, int], None]


def put_in_directory(cooperation: Cooperation) -> None:
    """Mirror the public version and the accepted statements into the list; also when they have changed since.

    Expects `state` PUBLISHED and `public_version` set.
    """
    if cooperation.public_version is None:
        raise ValueError("a record without a public version has no place in the directory")
    db.session.flush()
    if is_in_directory(cooperation):
        count_in(cooperation, -1)
    mirror(cooperation, cooperation.public_version)
    db.session.flush()
    count_in(cooperation, +1)
    search.index(SUBJECT, cooperation.id, *texts_of(cooperation.public_version))


def take_out_of_directory(cooperation: Cooperation) -> None:
    """Out of the list, the figures and the search, at once; nothing happens to a record that was not there."""
    db.session.flush()
    if is_in_directory(cooperation):
        count_in(cooperation, -1)
        search.forget(SUBJECT, cooperation.id)


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


def count_in(cooperation: Cooperation, by: int, bump: Bump = counters.bump) -> None:
    """Add the record to every figure (by=+1) or take it out (by=-1)."""
    for scope, key in _keys(cooperation):
        bump(scope, key, by)


def _keys(cooperation: Cooperation) -> Iterator[tuple[str, str]]:
    yield "cooperations", "all"
    for row in cooperation.domains:
        yield "cooperations.domain", row.domain.value
    yield "cooperations.kind", cooperation.kind.value if cooperation.kind else UNKNOWN
    # A record whose sides differ is found under "differ", not under one of the two states.
    if cooperation.agreement is not Agreement.DIFFER:
        yield "cooperations.activity", cooperation.activity.value
    yield "cooperations.agreement", cooperation.agreement.value
    yield "cooperations.declared_side", cooperation.declared_side.value if cooperation.declared_side else SOURCES


def texts_of(version: CooperationVersion) -> list[str]:
    """The words a public record is found by, in both languages: its own texts, partners, places, bodies."""
    pairs = [version.title, version.summary, version.actions, version.audience, version.means, version.results]
    pairs += [version.funding_sought, version.partners_sought]
    for partner in version.partners:
        pairs.append(partner.name)
        if partner.place is not None:
            pairs.append(partner.place.name)
        if partner.organisation is not None:
            pairs.append(partner.organisation.name)
    return [text for pair in pairs for text in (pair.fr, pair.ru) if text]
