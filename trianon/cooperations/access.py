"""Who may see, edit, confirm a cooperation, or state its activity."""

from __future__ import annotations

from typing import Any

from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_rules import may_act_for, may_manage_organisation
from trianon.cooperations import representing
from trianon.cooperations.rules import may_be_completed
from trianon.core.publication import PUBLIC, State
from trianon.core.sides import Role

# Who brings in what was read in public sources.
IMPORTERS = (Role.SECRETARY_GENERAL, Role.ADMINISTRATOR)


def may_view_cooperation(person: Any, cooperation: Any) -> bool:
    """Public ones everybody; others whoever declared them, their organisation and the committee."""
    return cooperation.state in PUBLIC or person.sits or may_edit_cooperation(person, cooperation)


def may_edit_cooperation(person: Any, cooperation: Any) -> bool:
    """Whoever declared it, the members of the organisation it was declared for, and of the federation that did."""
    if person.id is None:
        return False
    own = cooperation.declared_by_id == person.id
    bodies = (cooperation.on_behalf_of, cooperation.for_member)
    return own or any(body is not None and may_act_for(person, body) for body in bodies)


def may_correct_cooperation(person: Any, cooperation: Any) -> bool:
    """Whoever may edit it; everybody else may propose a correction of a public record that nobody else's waits for."""
    if may_edit_cooperation(person, cooperation):
        return True
    own = cooperation.state is State.PUBLISHED and cooperation.pending is State.CHANGES_ASKED
    return may_be_completed(cooperation.state, cooperation.pending) or (
        own and cooperation.latest.recorded_by_id == person.id
    )


def may_translate_cooperation(person: Any, cooperation: Any) -> bool:
    """Its author, a verified partner organisation, the committee: they add the other language to a public record."""
    if cooperation.state is not State.PUBLISHED:
        return False
    return (
        person.sits or may_edit_cooperation(person, cooperation) or bool(representing.representing(person, cooperation))
    )


def may_confirm(person: Any, cooperation: Any) -> bool:
    """Whoever acts for a verified partner organisation of a side that has not given its word yet (rule 1)."""
    return bool(representing.confirming(person, cooperation))


def may_state_activity(person: Any, cooperation: Any) -> bool:
    """Whoever acts for a verified partner organisation: its word is public at once.

    Anybody else who may edit the record states it in a correction, which is examined first.
    """
    return bool(representing.representing(person, cooperation))


def may_import(person: Any, item: Any) -> bool:
    """For a verified organisation its managers; an import for the directory, whoever may make one.

    `item` is the organisation, or an import that was begun.
    """
    organisation = item if isinstance(item, Organisation) else item.organisation
    if organisation is None:
        return bool(person.roles & set(IMPORTERS))
    speaks = organisation.is_verified and may_act_for(person, organisation)
    return bool(speaks) and may_manage_organisation(person, organisation)
