"""What happens to the claim of an organisation that nobody acts for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.accounts.events import OrganisationEvent
from trianon.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationClaimEvent(Event):
    """Base of the events about one claim and one of its versions."""

    subject: ClassVar[str] = "organisation_claim"
    version: int


@dataclass(frozen=True, kw_only=True)
class OrganisationClaimed(OrganisationClaimEvent):
    """Sent, for the first time or again."""


@dataclass(frozen=True, kw_only=True)
class OrganisationClaimEnded(OrganisationClaimEvent):
    """Nothing remains to be decided: taken back; with nobody in `by`, somebody else manages it or its page is gone."""


@dataclass(frozen=True, kw_only=True)
class OrganisationTakenOver(OrganisationEvent):
    """A claim was accepted: the organisation has a manager, and is verified by the same look."""

    claim_id: int
    account_id: int
