"""What a reader narrows the directory by: the words of the address, read once and never trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from trianon.cooperations.entries import BOTH, NOBODY, ONE, SOURCES, UNKNOWN
from trianon.cooperations.vocabulary import Activity, Agreement, Domain, Kind
from trianon.core.sides import Side

LONGEST_QUERY = 200
FIRST_YEAR, LAST_YEAR = 1500, 2100

# The values of each filter that has few, as the address and the entries spell them.
VALUES: Mapping[str, tuple[str, ...]] = {
    "domain": tuple(Domain),
    "kind": (*Kind, UNKNOWN),
    "activity": tuple(Activity),
    "agreement": tuple(Agreement),
    "declared": (*Side, SOURCES),
    "confirmed": (BOTH, ONE, NOBODY),
}
# Values that records bring with them: the code of a region (ISO 3166-2), the number of a sub-theme.
OPEN: Mapping[str, re.Pattern[str]] = {
    "region": re.compile(r"[A-Z]{2}-[A-Z0-9]{1,4}"),
    "theme": re.compile(r"[1-9][0-9]{0,8}"),
}
YEARS = ("year_from", "year_to")
# The number of a place, as the map's points lead to the list: thousands have one, so the panel does not list them.
PLACE = re.compile(r"[1-9][0-9]{0,8}")
# The order of a search: by relevance unless this is chosen.
BY_DATE = "date"


@dataclass(frozen=True)
class Filters:
    """The search in force; an empty string where nothing was chosen."""

    q: str = ""
    domain: str = ""
    kind: str = ""
    activity: str = ""
    agreement: str = ""
    declared: str = ""
    confirmed: str = ""
    region: str = ""
    theme: str = ""
    place: str = ""
    year_from: str = ""
    year_to: str = ""
    sort: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Filters:
        """From an address; a value that does not exist is no filter."""
        chosen = {name: value for name in VALUES if (value := args.get(name, "")) in VALUES[name]}
        chosen |= {name: value for name, shape in OPEN.items() if shape.fullmatch(value := args.get(name, ""))}
        chosen |= {name: value for name in YEARS if _is_year(value := args.get(name, "").strip())}
        if PLACE.fullmatch(place := args.get("place", "")):
            chosen["place"] = place
        q = " ".join(args.get("q", "")[:LONGEST_QUERY].replace("\x00", " ").split())
        return cls(q=q, sort=BY_DATE if args.get("sort") == BY_DATE and q else "", **chosen)

    def in_force(self) -> dict[str, str]:
        """What narrows the list, as an address writes it."""
        return {
            field.name: value for field in fields(self) if field.name != "sort" and (value := getattr(self, field.name))
        }

    def address(self) -> dict[str, str]:
        """All of an address: what narrows the list, and its order."""
        return self.in_force() | ({"sort": self.sort} if self.sort and self.q else {})

    def without(self, *names: str) -> Filters:
        """The same with some filters taken away."""
        return replace(self, **dict.fromkeys(names, ""))

    def words(self) -> dict[str, str]:
        """The word of an entry that each filter asks for, by filter; the years stand apart."""
        named = {name: value for name in (*VALUES, *OPEN) if (value := getattr(self, name))}
        return {name: f"{name}:{value}" for name, value in named.items()}

    def years(self) -> tuple[int, int] | None:
        """The first and the last year in which a cooperation may have begun; None when any will do."""
        if not (self.year_from or self.year_to):
            return None
        if self.year_from and self.year_to:
            first, last = sorted((int(self.year_from), int(self.year_to)))
            return first, last
        # A year in which nothing can have begun finds nothing: left out, it would find everything.
        if self.year_from:
            return int(self.year_from), max(LAST_YEAR, int(self.year_from))
        return min(FIRST_YEAR, int(self.year_to)), int(self.year_to)


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isascii() and value.isdigit()
