"""What happens when two pages of an organisation become one."""

from __future__ import annotations

from dataclasses import dataclass

from trianon.accounts.events import OrganisationEvent


@dataclass(frozen=True, kw_only=True)
class OrganisationMergeAsked(OrganisationEvent):
    """Somebody proposes that this page goes and another one stays."""

    merge_id: int
    into_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationMerged(OrganisationEvent):
    """This page leads to another one, which has all that it had."""

    merge_id: int
    into_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationMergeDeclined(OrganisationEvent):
    """Both pages stay."""

    merge_id: int
