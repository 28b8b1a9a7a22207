"""The two sides of the Dialogue, and people from elsewhere who take part."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """How a person or a body takes part. OTHER counts in neither side's figures."""

    FRANCE = "france"
    RUSSIA = "russia"
    OTHER = "other"

    @property
    def opposite(self) -> Side:
        """The other side of the Dialogue; OTHER has none and is returned as it is."""
        return {Side.FRANCE: Side.RUSSIA, Side.RUSSIA: Side.FRANCE}.get(self, Side.OTHER)


BOTH_SIDES = (Side.FRANCE, Side.RUSSIA)


class Role(StrEnum):
    """What a person does in the Dialogue; a participant has none of these."""

    TRANSLATOR = "translator"
    HOST = "host"
    MEMBER = "member"
    CO_PRESIDENT = "co_president"
    SECRETARY_GENERAL = "secretary_general"
    ADMINISTRATOR = "administrator"


COMMITTEE = frozenset({Role.MEMBER, Role.CO_PRESIDENT, Role.SECRETARY_GENERAL})
