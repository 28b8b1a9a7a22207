"""Who proposes that two pages become one, and who decides (table of voices: one of its own side)."""

from __future__ import annotations

from typing import Any

from trianon.accounts.organisation_rules import is_member, may_manage_organisation
from trianon.core.errors import RuleViolation
from trianon.core.publication import PUBLIC
from trianon.core.sides import Role


def may_propose_merge(person: Any, organisation: Any) -> bool:
    """Its managers, and the secretary general of its side."""
    is_secretary = Role.SECRETARY_GENERAL in person.roles and person.side == organisation.side
    return is_secretary or may_manage_organisation(person, organisation)


def may_settle_merge(person: Any, merge: Any) -> bool:
    """A member of the committee of its side, who neither proposed it nor acts for one of the two (rule 5)."""
    return (
        person.sits
        and person.side == merge.organisation.side
        and person.id != merge.asked_by_id
        and not is_member(person, merge.organisation)
        and not is_member(person, merge.into)
    )


def check_merge(organisation: Any, into: Any) -> None:
    """Two different public pages of one side, none of which waits for the committee; raises RuleViolation."""
    if organisation.id == into.id:
        raise RuleViolation("merge_itself")
    if organisation.merged_into_id is not None or into.merged_into_id is not None:
        raise RuleViolation("merge_merged")
    if organisation.state not in PUBLIC or into.state not in PUBLIC:
        raise RuleViolation("organisation_not_public")
    if organisation.side != into.side:
        raise RuleViolation("merge_sides")
