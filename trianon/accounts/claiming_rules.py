"""Who may claim what, and what a claim may become (table of voices: one of its own side)."""

from __future__ import annotations

from typing import Any

from trianon.core.errors import RuleViolation
from trianon.core.publication import PUBLIC, State

LONGEST_CLAIM = 2000
# A claim on which something can still be decided.
LIVING_CLAIM = (State.SUBMITTED, State.CHANGES_ASKED)


def check_organisation_claim(organisation: Any) -> None:
    """A public page of which nobody acts for the organisation; raises RuleViolation."""
    if organisation.state not in PUBLIC or organisation.merged_into_id is not None:
        raise RuleViolation("organisation_not_public")
    if any(member.state == "accepted" for member in organisation.members):
        raise RuleViolation("organisation_has_people")


def may_claim_organisation(person: Any, organisation: Any) -> bool:
    """Anybody with an account may say that they are of an organisation that nobody acts for here."""
    try:
        check_organisation_claim(organisation)
    except RuleViolation:
        return False
    return bool(person.is_authenticated and person.is_confirmed)
