"""Settings of the services that hold meetings; all of a service's are needed, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from trianon.core.outside import is_service

HASHES = ("sha1", "sha256", "sha384", "sha512")
SHORTEST_JITSI_SECRET = 32


@dataclass(frozen=True)
class Meetings:
    """Where meetings are held; an empty address means that the service is not used here."""

    jitsi_url: str = ""
    jitsi_app_id: str = ""
    jitsi_secret: str = ""
    bbb_url: str = ""
    bbb_secret: str = ""
    bbb_hash: str = "sha256"

    @classmethod
    def from_environment(cls, env: Mapping[str, str], faults: list[str]) -> Meetings:
        """Read and check; each fault is one plain line."""
        made = cls(
            jitsi_url=env.get("JITSI_URL", "").rstrip("/"),
            jitsi_app_id=env.get("JITSI_APP_ID", ""),
            jitsi_secret=env.get("JITSI_SECRET", ""),
            bbb_url=env.get("BBB_URL", "").rstrip("/"),
            bbb_secret=env.get("BBB_SECRET", ""),
            bbb_hash=env.get("BBB_HASH") or "sha256",
        )
        made._check(faults)
        return made

    def _check(self, faults: list[str]) -> None:
        for name, value in (("JITSI_URL", self.jitsi_url), ("BBB_URL", self.bbb_url)):
            if value and not is_service(value):
                faults.append(f"{name} must be such as https://meet.example.org, not {value!r}.")
        jitsi = {"JITSI_URL": self.jitsi_url, "JITSI_APP_ID": self.jitsi_app_id, "JITSI_SECRET": self.jitsi_secret}
        bbb = {"BBB_URL": self.bbb_url, "BBB_SECRET": self.bbb_secret}
        for service in (jitsi, bbb):
            missing = [name for name, value in service.items() if not value]
            if 0 < len(missing) < len(service):
                faults.append(f"{missing[0]} is missing: {', '.join(service)} belong together.")
        if 0 < len(self.jitsi_secret) < SHORTEST_JITSI_SECRET:
            faults.append(f"JITSI_SECRET is too short: {len(self.jitsi_secret)} characters, 32 are needed.")
        if self.bbb_hash not in HASHES or self.bbb_hash not in hashlib.algorithms_guaranteed:
            faults.append(f"BBB_HASH must be one of {', '.join(HASHES)}, not {self.bbb_hash!r}.")
