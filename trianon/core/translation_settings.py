"""Settings of a machine translation service; without an address, the site uses none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trianon.core.outside import is_service


@dataclass(frozen=True)
class MachineTranslation:
    """A service that speaks as LibreTranslate does. `budget`: characters a day that may be sent to it."""

    url: str = ""
    key: str = ""
    budget: int = 100_000

    @classmethod
    def from_environment(cls, env: Mapping[str, str], faults: list[str]) -> MachineTranslation:
        """Read and check; each fault is one plain line."""
        url, budget = env.get("MACHINE_TRANSLATION_URL", "").rstrip("/"), env.get("MACHINE_TRANSLATION_BUDGET") or ""
        if url and not is_service(url):
            faults.append(f"MACHINE_TRANSLATION_URL must be such as https://translate.example.org, not {url!r}.")
        if budget and not (budget.isascii() and budget.isdecimal() and len(budget) < 10):
            faults.append(f"MACHINE_TRANSLATION_BUDGET must be a number of characters a day, not {budget!r}.")
            budget = ""
        return cls(url, env.get("MACHINE_TRANSLATION_KEY", ""), int(budget or cls.budget))
