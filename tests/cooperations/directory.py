"""Public records for the tests of the directory, made by hand and put in by `publishing`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations import publishing
from trianon.cooperations.models import ActivityStatement, Cooperation, CooperationVersion, Partner
from trianon.cooperations.vocabulary import Activity, Kind
from trianon.core.publication import State
from trianon.core.sides import Side

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_numbers = count(1)


def add_cooperation(session: Any, title: str = "", *, public: bool = True, **more: Any) -> Cooperation:
    """A record; `title_ru`, `summary`, `kind`, `domains`, `sources` go to its version, the rest to the record."""
    number = next(_numbers)
    moment = LONG_AGO + timedelta(minutes=number)
    version = CooperationVersion(
        number=1,
        recorded_at=moment,
        source_lang=Lang.FR,
        title=Bilingual(title or f"Essai {number}", more.pop("title_ru", "")),
        summary=Bilingual(more.pop("summary", ""), more.pop("summary_ru", "")),
        actions=Bilingual("", ""),
        kind=more.pop("kind", Kind.TWINNING),
        domains=more.pop("domains", ["culture"]),
        first_year=more.pop("first_year", None),
        first_year_about=more.pop("first_year_about", False),
        links=[],
        sources=more.pop("sources", ["Compte rendu"]),
        partners=[
            Partner(position=0, side=Side.FRANCE, name=Bilingual("Menton", "Ментона")),
            Partner(position=1, side=Side.RUSSIA, name=Bilingual("", "Администрация Сочи")),
        ],
    )
    record = Cooperation(
        state=more.pop("state", State.SUBMITTED),
        versions=[version],
        statements=[said(side, activity, as_of) for side, activity, as_of in more.pop("statements", ())],
        created_at=moment,
        updated_at=moment,
        **more,
    )
    session.add(record)
    session.flush()
    if public:
        record.public_version_id, record.state, record.published_at = version.id, State.PUBLISHED, moment
        session.flush()
        session.refresh(record, ["public_version"])
        publishing.put_in_directory(record)
        session.flush()
    return record


def said(
    side: Side | None, activity: Activity, as_of: date | None = None, *, accepted: bool = True
) -> ActivityStatement:
    """A statement, accepted unless told otherwise."""
    return ActivityStatement(
        side=side, activity=activity, as_of=as_of, recorded_at=LONG_AGO, accepted_at=LONG_AGO if accepted else None
    )
