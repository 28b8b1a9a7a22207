"""What a reader narrows the directory by: the words of the address, read once and never trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TypeVar

from trianon.cooperations.publishing import SOURCES, UNKNOWN
from trianon.cooperations.vocabulary import Activity, Agreement, Domain, Kind
from trianon.core.sides import Side

Value = TypeVar("Value", bound=StrEnum)

LONGEST_QUERY = 200

# The values of each filter, as the address and the counters spell them.
VALUES: Mapping[str, tuple[str, ...]] = {
    "domain": tuple(Domain),
    "kind": (*Kind, UNKNOWN),
    "activity": tuple(Activity),
    "agreement": tuple(Agreement),
    "declared": (*Side, SOURCES),
}


@dataclass(frozen=True)
class Filters:
    """The search in force; an empty string where nothing was chosen."""

    q: str = ""
    domain: str = ""
    kind: str = ""
    activity: str = ""
    agreement: str = ""
    declared: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Filters:
        """From an address; a value that does not exist is no filter."""
        chosen = {name: args.get(name, "") for name in VALUES}
        known = {name: value for name, value in chosen.items() if value in VALUES[name]}
        return cls(q=" ".join(args.get("q", "")[:LONGEST_QUERY].split()), **known)

    def in_force(self) -> dict[str, str]:
        """The filters that are set, as an address writes them."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def without(self, name: str) -> Filters:
        """The same with one filter taken away."""
        return replace(self, **{name: ""})

    def alone(self, name: str) -> bool:
        """Whether nothing else than this filter narrows the list: then its counters hold."""
        return not self.without(name).in_force()
