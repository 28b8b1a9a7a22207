"""Organisations and declarations for the tests of cooperations."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from trianon.accounts.organisation_models import (
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    OrganisationKind,
)
from trianon.bilingual.lang import Lang, likely_lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.declaration import Declaration, DeclaredPartner
from trianon.cooperations.vocabulary import Activity, Domain, Kind
from trianon.core.publication import State
from trianon.core.sides import Side

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def add_organisation(
    session: Any, name: str, *members: int, side: str = "france", verified: bool = True
) -> Organisation:
    """A public organisation with these accounts as accepted members."""
    organisation = Organisation(
        kind=OrganisationKind.LOCAL_AUTHORITY,
        side=Side(side),
        name=Bilingual.only(likely_lang(name), name),
        place=Bilingual("", ""),
        summary=Bilingual("", ""),
        source_lang=likely_lang(name),
        state=State.PUBLISHED,
        created_at=LONG_AGO,
        updated_at=LONG_AGO,
        verified_at=LONG_AGO if verified else None,
    )
    for member in members:
        organisation.members.append(
            Membership(
                account_id=member,
                role=MembershipRole.MANAGER,
                state=MembershipState.ACCEPTED,
                asked_at=LONG_AGO,
                settled_at=LONG_AGO,
            )
        )
    session.add(organisation)
    session.flush()
    return organisation


def declaration(**changes: Any) -> Declaration:
    """A complete declaration of a twinning."""
    values: dict[str, Any] = {
        "lang": Lang.FR,
        "title": "Jumelage de Menton et de Sotchi",
        "summary": "Échanges de jardiniers et de musiciens.",
        "partners": (
            DeclaredPartner(Side.FRANCE, Bilingual("Ville de Menton", ""), "Menton"),
            DeclaredPartner(Side.RUSSIA, Bilingual("", "Администрация Сочи"), "Сочи"),
        ),
        "domains": (Domain.AUTHORITIES, Domain.CULTURE),
        "kind": Kind.TWINNING,
        "first_year": 1966,
        "activity": Activity.SUSPENDED,
    }
    return Declaration(**values | changes)
