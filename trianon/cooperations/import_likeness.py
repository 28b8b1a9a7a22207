"""Rows that probably tell of a cooperation the directory has already, under other words."""

from __future__ import annotations

from trianon.bilingual.text import plain
from trianon.cooperations.declaration import DeclaredPartner
from trianon.cooperations.duplicates import alike, likeable_draft
from trianon.cooperations.import_rows import CooperationRow, Record
from trianon.core.errors import RuleViolation

MOST_NAMED = 2


def probably_known(record: Record | None) -> list[RuleViolation]:
    """A warning for each of the public records that are most alike."""
    if not isinstance(record, CooperationRow):
        return []
    partners = [DeclaredPartner(one.side, one.name, one.place, level=one.level) for one in record.partners]
    found = alike(likeable_draft((record.title.fr, record.title.ru), partners, record.kind))
    return [
        RuleViolation("probably_known", title=plain(one.cooperation.public_version.title), number=one.cooperation.id)
        for one in found[:MOST_NAMED]
        if one.cooperation.public_version
    ]
