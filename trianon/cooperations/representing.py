"""Who speaks for a partner of a cooperation: verified organisations, and the people who act for them."""

from __future__ import annotations

from typing import Any

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation, OrganisationKind
from trianon.accounts.organisation_queries import managers_of
from trianon.accounts.organisation_queries import organisations_of as acting_for
from trianon.cooperations import places
from trianon.cooperations.models import Cooperation, CooperationVersion, Partner
from trianon.cooperations.rules import side_may_confirm
from trianon.core.publication import State
from trianon.core.sides import BOTH_SIDES
from trianon.core.text import fold


def organisations_of(person: Any) -> list[Organisation]:
    """The organisations that a person acts for; none for a visitor."""
    return acting_for(person) if person.id is not None else []


def standing_for(cooperation: Cooperation) -> list[Account]:
    """Who hears what becomes of a record: whoever declared it, else the managers of the organisation that has it."""
    declarer = cooperation.declared_by
    if declarer is not None and declarer.is_active:
        return [declarer]
    body = cooperation.on_behalf_of_id
    return [one for one in managers_of(body) if one.is_active] if body is not None else []


def representing(person: Any, cooperation: Cooperation) -> list[Organisation]:
    """The verified partner organisations, of a side of the Dialogue, that a person acts for."""
    if person.id is None or cooperation.state is not State.PUBLISHED:
        return []
    return [
        organisation
        for organisation in organisations_of(person)
        if organisation.is_verified and organisation.side in BOTH_SIDES and is_partner(organisation, cooperation)
    ]


def confirming(person: Any, cooperation: Cooperation) -> list[Organisation]:
    """Those of them whose side has not given its word yet."""
    confirmed = {confirmation.side for confirmation in cooperation.confirmations}
    for_verified = declared_for_verified(cooperation)
    return [
        organisation
        for organisation in representing(person, cooperation)
        if side_may_confirm(
            organisation.side,
            declared_side=cooperation.declared_side,
            declared_for_verified=for_verified,
            confirmed=confirmed,
        )
    ]


def declared_for_verified(cooperation: Cooperation) -> bool:
    """Whether the declaration was a verified organisation's own, and so its side's word already."""
    return cooperation.on_behalf_of is not None and cooperation.on_behalf_of.is_verified


def is_partner(organisation: Organisation, cooperation: Cooperation) -> bool:
    """Declared for it, or one of the public partners: by its number, or by its exact name on its side.

    By the name too, because the other side's organisation often comes after the declaration that names it; and the
    authority of a place that is a partner, for a source names «Сочи» and not «Администрация Сочи». Nobody looks at what
    it confirms: the list must know one place of this name on its side.
    """
    version: CooperationVersion | None = cooperation.public_version
    if organisation.id in {cooperation.on_behalf_of_id, cooperation.for_member_id}:
        return True
    if version is not None and any(_is(organisation, partner) for partner in version.partners):
        return True
    return is_authority_there(organisation, cooperation) and _is_only_one(organisation)


def is_authority_there(organisation: Organisation, cooperation: Cooperation) -> bool:
    """Whether it is a local authority whose place is itself a partner of its side."""
    version = cooperation.public_version
    if version is None or organisation.kind is not OrganisationKind.LOCAL_AUTHORITY:
        return False
    own = {fold(organisation.place.fr), fold(organisation.place.ru)} - {""}
    named = [partner for partner in version.partners if partner.side is organisation.side and partner.level is not None]
    names = [name for partner in named for name in (partner.name, *([partner.place.name] if partner.place else []))]
    return bool(own & {fold(text) for name in names for text in (name.fr, name.ru)})


def _is_only_one(organisation: Organisation) -> bool:
    typed = (text for text in (organisation.place.fr, organisation.place.ru) if text)
    return all(len(places.named(text, organisation.side)) == 1 for text in typed)


def _is(organisation: Organisation, partner: Partner) -> bool:
    if partner.organisation_id is not None:
        return partner.organisation_id == organisation.id
    same = {fold(organisation.name.fr), fold(organisation.name.ru)} & {fold(partner.name.fr), fold(partner.name.ru)}
    return partner.side is organisation.side and bool(same - {""})
