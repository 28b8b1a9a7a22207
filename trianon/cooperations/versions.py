"""Recording a version of a cooperation, its partners, and what its declaration states."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import likely_lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.declaration import Declaration, DeclaredPartner
from trianon.cooperations.models import ActivityStatement, Cooperation, CooperationVersion, Partner, Place
from trianon.cooperations.places import place_of
from trianon.core.database import db
from trianon.core.text import fold


def record_version(cooperation: Cooperation, declaration: Declaration, *, by: Account, at: datetime) -> None:
    """Add a version to the record; the ones before it stay as they are."""
    cooperation.version = cooperation.version + 1
    version = CooperationVersion(
        number=cooperation.version,
        recorded_at=at,
        recorded_by_id=by.id,
        source_lang=declaration.lang,
        title=Bilingual.only(declaration.lang, declaration.title),
        summary=Bilingual.only(declaration.lang, declaration.summary),
        actions=Bilingual("", ""),
        kind=declaration.kind,
        domains=[domain.value for domain in declaration.domains],
        first_year=declaration.first_year,
        links=list(declaration.links),
        sources=list(declaration.sources),
    )
    version.partners = [
        _partner(cooperation, position, declared) for position, declared in enumerate(declaration.partners)
    ]
    cooperation.versions.append(version)


def state_in_declaration(cooperation: Cooperation, declaration: Declaration, *, by: Account, at: datetime) -> None:
    """Add what the declaration states of the activity, unless the side said just that before.

    It counts once the declaration is accepted.
    """
    side = cooperation.declared_side or by.side
    before = [statement for statement in cooperation.statements if statement.side is side]
    said = (declaration.activity, declaration.activity_as_of, declaration.activity_source or None)
    if before and (before[-1].activity, before[-1].as_of, before[-1].source) == said:
        return
    cooperation.statements.append(
        ActivityStatement(
            side=side,
            activity=declaration.activity,
            as_of=declaration.activity_as_of,
            source=declaration.activity_source or None,
            recorded_at=at,
            stated_by_id=by.id,
            organisation_id=cooperation.on_behalf_of.id if cooperation.on_behalf_of else None,
        )
    )


def _partner(cooperation: Cooperation, position: int, declared: DeclaredPartner) -> Partner:
    return Partner(
        position=position,
        side=declared.side,
        role=declared.role,
        name=declared.name,
        level=declared.level,
        place=_place(declared),
        organisation_id=_organisation_named(cooperation, declared),
    )


def _organisation_named(cooperation: Cooperation, declared: DeclaredPartner) -> int | None:
    """The organisation that the declaration is made for, where the partner bears exactly its name."""
    own = cooperation.on_behalf_of
    if own is None or own.side is not declared.side:
        return None
    names = {fold(own.name.fr), fold(own.name.ru)} - {""}
    return own.id if names & {fold(declared.name.fr), fold(declared.name.ru)} else None


def _place(declared: DeclaredPartner) -> Place | None:
    """The place as the directory knows it in either language, else a new one under the name that was typed."""
    if not declared.place:
        return None
    name = Bilingual.only(likely_lang(declared.place), declared.place)
    columns = Place.__table__.c
    known = sa.select(Place).where(
        Place.side == declared.side, sa.or_(columns.name_fr == declared.place, columns.name_ru == declared.place)
    )
    for place in db.session.scalars(known.order_by(Place.id)):
        if declared.level is None or place.level is declared.level:
            return place
    return place_of(declared.side, declared.level, name)
