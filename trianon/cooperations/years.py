"""Years as people know them: exactly, or about. Codes as in ISO 8601-2: "1998", and "2005~" for about 2005."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# « vers 1998 », «около 1998 г.», "~1998", "1998 ?": all mean the same.
_ABOUT = r"~|≈|ca?\.|circa|vers|env\.|environ|about|ок\.|около|примерно|приблизительно"
_YEAR = re.compile(rf"(?P<about>{_ABOUT})?\s*(?P<year>[0-9]{{4}})\s*(?:г\.?|года?)?\s*(?P<doubt>[?~])?", re.IGNORECASE)
_CODE = re.compile(r"([0-9]{4})(~?)")


@dataclass(frozen=True)
class KnownYear:
    """A year, and whether it is only about right."""

    year: int
    about: bool = False

    @property
    def code(self) -> str:
        """As it is stored."""
        return f"{self.year}~" if self.about else str(self.year)


def read_year(text: str) -> KnownYear | None:
    """What somebody typed; None when it is no year of four figures."""
    found = _YEAR.fullmatch(text.strip())
    return KnownYear(int(found["year"]), bool(found["about"] or found["doubt"])) if found else None


def read_years(text: str) -> list[KnownYear | None]:
    """Several years, separated by commas, semicolons or lines."""
    return [read_year(part) for part in re.split(r"[,;\n]", text) if part.strip()]


def years_of(codes: Iterable[str]) -> list[KnownYear]:
    """The years that were stored."""
    found = (_CODE.fullmatch(code) for code in codes)
    return [KnownYear(int(match[1]), bool(match[2])) for match in found if match]
