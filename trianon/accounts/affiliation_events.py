"""What happens between a federation and its members."""

from __future__ import annotations

from dataclasses import dataclass

from trianon.accounts.events import OrganisationEvent


@dataclass(frozen=True, kw_only=True)
class MemberListed(OrganisationEvent):
    """A federation lists a member; `stated`: nobody acts for it here who could be asked."""

    affiliation_id: int
    member: int
    stated: bool


@dataclass(frozen=True, kw_only=True)
class MemberSettled(OrganisationEvent):
    """The member's manager says whether it is one."""

    affiliation_id: int
    member: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class MemberLeft(OrganisationEvent):
    """It is no member any more, by the word of either."""

    affiliation_id: int
    member: int
