"""What happens to addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AddressPaused(Event):
    """Nothing is sent to the address of this account until its owner asks for it or gives another one."""

    subject: ClassVar[str] = "account"
    reason: str


@dataclass(frozen=True, kw_only=True)
class AddressResumed(Event):
    """Mails go to the address of this account again."""

    subject: ClassVar[str] = "account"
