"""What a report means for an address: a table of statuses, and how much is too much."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum


class Report(StrEnum):
    """What came back about a mail, from the mildest to the gravest."""

    # Handed on to a server that reports nothing.
    RELAYED = "relayed"
    # Still trying.
    DELAYED = "delayed"
    # Given up: the receiver's policy, or what it thinks of us; its mailbox is alive.
    BLOCKED = "blocked"
    # Given up: mailbox full, server away for days.
    REFUSED = "refused"
    # There is no such mailbox.
    DEAD = "dead"
    # The receiver took the mail for spam.
    COMPLAINT = "complaint"


class PauseReason(StrEnum):
    """Why nothing is sent to an address any more."""

    DEAD = "dead"
    REFUSED = "refused"
    COMPLAINT = "complaint"


# Three in seven days: by then a full mailbox has been full for longer than a weekend.
PATIENCE = timedelta(days=7)
TOO_MANY = 3

STATUS = re.compile(r"(?<![\w.])([245]\.\d{1,3}\.\d{1,3})(?![\w.]*\d)")
# The first line that fits decides (RFC 3463). Content and policy say nothing against the address: paused for them,
# every address of a provider that mistrusts us would be.
MEANINGS = (
    (re.compile(r"[45]\.[67]\."), Report.BLOCKED),
    (re.compile(r"4\.|5\.2\.[23]$|5\.3\."), Report.REFUSED),
    (re.compile(r"5\."), Report.DEAD),
)
# For servers that give no enhanced status; any other code of 500 and more is 5.0.0.
STATUS_OF_CODE = {552: "5.2.2", 554: "5.7.0"}


def meaning_of(status: str) -> Report:
    """What a final failure with this status ("5.1.1") says."""
    return next((report for pattern, report in MEANINGS if pattern.match(status)), Report.REFUSED)


def is_too_much(refusals: int) -> bool:
    """Whether so many refused mails within PATIENCE pause the address."""
    return refusals >= TOO_MANY


def status_in(words: str, code: int = 0) -> str:
    """The enhanced status in a server's words, "550 5.1.1 unknown" → "5.1.1", or what its code stands for."""
    found = STATUS.search(words)
    return found.group(1) if found else STATUS_OF_CODE.get(code, "5.0.0")
