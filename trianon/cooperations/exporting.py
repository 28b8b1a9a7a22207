"""The directory as a table: what is public of each record, in both languages, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import url_for

from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_rules import UNNAMED
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.models import ActivityStatement, Cooperation, CooperationVersion, Partner, Place
from trianon.cooperations.sheet_columns import SEVERAL, TEXTS
from trianon.cooperations.sources import licences_of
from trianon.cooperations.years import KnownYear
from trianon.core.database import db
from trianon.core.publication import PUBLIC
from trianon.core.sides import Side

AT_ONCE = 500
STATING: dict[str, Side | None] = {"france": Side.FRANCE, "russia": Side.RUSSIA, "sources": None}
# What one answer can hold within its half minute; the file and its link say so.
MOST_EXPORTED = 20_000


@dataclass(frozen=True)
class Exported:
    """One record: its cells by code, and the points of its places (longitude, latitude)."""

    cells: dict[str, Any]
    points: list[tuple[float, float]]


def exported(ids: Sequence[int], *, own: bool = False) -> Iterator[Exported]:
    """These records in their order. `own`: also what is not public, in its newest version, for the organisation."""
    for start in range(0, len(ids), AT_ONCE):
        yield from _batch(ids[start : start + AT_ONCE], own)


def ids_of(organisation: Organisation, *, own: bool) -> list[int]:
    """An organisation's records: declared for it, or with it as a partner; `own` adds those that are not public."""
    partner = (
        sa.select(Partner.id)
        .where(Partner.version_id == Cooperation.public_version_id, Partner.organisation_id == organisation.id)
        .exists()
    )
    declared = sa.or_(Cooperation.on_behalf_of_id == organisation.id, Cooperation.for_member_id == organisation.id)
    public = sa.and_(Cooperation.state.in_(PUBLIC), sa.or_(declared, partner))
    rows = sa.select(Cooperation.id).where(sa.or_(public, declared) if own else public)
    return list(db.session.scalars(rows.order_by(Cooperation.id.desc()).limit(MOST_EXPORTED)))


def _batch(ids: Sequence[int], own: bool) -> Iterator[Exported]:
    shown = sa.case(
        (Cooperation.state.in_(PUBLIC), CooperationVersion.id == Cooperation.public_version_id),
        else_=CooperationVersion.number == Cooperation.version,
    )
    rows = sa.select(Cooperation.__table__, *_version_columns(), Organisation.name.label("body")).join(
        CooperationVersion, sa.and_(CooperationVersion.cooperation_id == Cooperation.id, shown)
    )
    named = sa.and_(Organisation.id == Cooperation.on_behalf_of_id, Organisation.state.not_in(UNNAMED))
    rows = rows.outerjoin(Organisation, named)
    rows = rows.where(Cooperation.id.in_(ids))
    # Asked anew in every batch: what was withdrawn a moment ago is in no later row.
    rows = rows if own else rows.where(Cooperation.state.in_(PUBLIC))
    found = {row.id: row for row in db.session.execute(rows)}
    partners = _partners([row.version_id for row in found.values()])
    statements = _statements(list(found), own)
    for number in (one for one in ids if one in found):
        row = found[number]
        yield _exported(row, partners.get(row.version_id, []), statements.get(number, {}), own)


def _version_columns() -> list[Any]:
    table = CooperationVersion
    texts = [getattr(table, name).label(f"text_{name}") for name in TEXTS]
    years = (table.signed_on, table.signed_year, table.signed_year_about, table.term_year, table.term_year_about)
    more = (table.renewals, table.first_year_about)
    return [
        table.id.label("version_id"),
        table.kind.label("version_kind"),
        table.first_year.label("version_first_year"),
        *(table.domains, table.links, table.sources, *years, *more, *texts),
    ]


def _partners(versions: Sequence[int]) -> dict[int, list[Any]]:
    rows = (
        sa.select(
            Partner.version_id,
            Partner.side,
            Partner.name,
            Place.name.label("place"),
            Place.latitude,
            Place.longitude,
            Place.id.label("place_id"),
        )
        .outerjoin(Place, Place.id == Partner.place_id)
        .where(Partner.version_id.in_(versions))
        .order_by(Partner.version_id, Partner.position)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(rows):
        found.setdefault(row.version_id, []).append(row)
    return found


def _statements(ids: Sequence[int], own: bool) -> dict[int, dict[Side | None, Any]]:
    """The newest statement of each side, and of the sources."""
    table = ActivityStatement
    rows = sa.select(table.cooperation_id, table.side, table.activity, table.as_of, table.source)
    rows = rows.where(table.cooperation_id.in_(ids))
    rows = rows if own else rows.where(table.accepted_at.is_not(None))
    found: dict[int, dict[Side | None, Any]] = {}
    for row in db.session.execute(rows.order_by(table.id)):
        found.setdefault(row.cooperation_id, {})[row.side] = row
    return found


def _exported(row: Any, partners: Sequence[Any], said: dict[Side | None, Any], own: bool) -> Exported:
    cells: dict[str, Any] = {
        "id": row.id,
        "address": url_for("cooperations.show", cooperation_id=row.id, _external=True),
        **_both({name: getattr(row, f"text_{name}") for name in TEXTS}),
        "kind": row.version_kind or "",
        "domains": SEVERAL.join(row.domains),
        "first_year": row.version_first_year,
        "first_year_about": "about" if row.first_year_about else "",
        "signed": _day(row.signed_on) or _year(row.signed_year, row.signed_year_about),
        "term_year": _year(row.term_year, row.term_year_about),
        "renewals": SEVERAL.join(row.renewals or []),
    }
    for side in Side:
        of_side = [partner for partner in partners if partner.side is side]
        cells |= _both({f"partners_{side}": _joined(partner.name for partner in of_side)})
        cells |= _both({f"places_{side}": _joined(partner.place for partner in of_side if partner.place_id)})
    for name, who in STATING.items():
        statement = said.get(who)
        cells |= {
            f"activity_{name}": statement.activity if statement else "",
            f"activity_{name}_as_of": _day(statement.as_of) if statement else "",
            f"activity_{name}_source": (statement.source or "") if statement else "",
        }
    cells |= {
        "agreement": row.agreement,
        "declared_side": row.declared_side or "",
        **_both({"declared_for": row.body or Bilingual("", "")}),
        "confirmed_france_on": _day(row.confirmed_france_at),
        "confirmed_russia_on": _day(row.confirmed_russia_at),
        "sources": SEVERAL.join(row.sources),
        "links": SEVERAL.join(row.links),
        "licence": ", ".join(licences_of(row.sources)),
        "published_on": _day(row.published_at),
        "updated_on": _day(row.updated_at),
    }
    if own:
        cells["state"] = row.state
    points = {partner.place_id: (partner.longitude, partner.latitude) for partner in partners if partner.latitude}
    return Exported(cells, list(points.values()))


def _both(texts: dict[str, Bilingual]) -> dict[str, str]:
    return {f"{name}_{lang}": text.get(lang) for name, text in texts.items() for lang in Lang}


def _joined(names: Iterable[Bilingual]) -> Bilingual:
    """Names in each language, the other one's where one is missing: both lists have the same order."""
    listed = list(names)
    return Bilingual(**{lang.value: SEVERAL.join(name.best(lang)[0] for name in listed) for lang in Lang})


def _year(year: int | None, about: bool) -> int | str:
    """A number, or the code of a year that is only about right: as somebody else knows it, it is not exact."""
    if year is None:
        return ""
    return KnownYear(year, about).code if about else year


def _day(moment: date | datetime | None) -> str:
    return "" if moment is None else (moment.date() if isinstance(moment, datetime) else moment).isoformat()
