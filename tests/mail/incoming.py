"""What the samples do: one list for the tests and for the page of evidence."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

SAMPLES = Path(__file__).parent / "samples"


class Expected(NamedTuple):
    """A sample fed to `flask mail receive` after a mail to anna was sent: what it prints and changes."""

    sample: str
    what: str
    said: str
    report: str | None = None
    status: str | None = None
    paused: bool = False
    code: int = 0


TABLE = [
    Expected("failed-unknown", "no such mailbox", "dead", "dead", "5.1.1", True),
    Expected("failed-no-enhanced", "an old server: a code, no status", "dead", "dead", "5.0.0", True),
    Expected("failed-8bit", "in Russian, 8 bit, a boundary in Cyrillic", "dead", "dead", "5.1.1", True),
    Expected("failed-utf8-address", "for a Cyrillic address (RFC 6533), encoded", "dead", "dead", "5.1.1", True),
    Expected("failed-recipients-header", "no report at all, only X-Failed-Recipients", "dead", "dead", "5.1.1", True),
    Expected("forwarded-alias", "her mailbox forwards to one that is gone", "dead", "dead", "5.1.1", True),
    Expected("nested", "a report inside a message inside a message", "dead", "dead", "5.1.1", True),
    Expected("broken-mime", "the boundary is lost", "dead", "dead", "5.1.1", True),
    Expected("cut-off", "ends in the middle", "dead", "dead", "5.1.1", True),
    Expected("complaint", "a complaint (RFC 5965)", "complaint", "complaint", "", True),
    Expected("failed-full", "mailbox full: one is not enough", "refused", "refused", "5.2.2"),
    Expected("failed-away", "server away for five days: one is not enough", "refused", "refused", "4.4.1"),
    Expected("failed-blocked", "taken for unwanted: says nothing of the address", "blocked", "blocked", "5.7.1"),
    Expected("delayed", "late", "delayed", "delayed", "4.4.1"),
    Expected("several", "another recipient failed, she is late", "delayed", "delayed", "4.4.1"),
    Expected("relayed", "handed on", "relayed", "relayed", "2.1.9"),
    Expected("delivered", "arrived", "nothing_to_note"),
    Expected("forwarded-to-several", "forwarded to two, one of them works", "nothing_to_note"),
    Expected("forged", "a report with an invented return address", "report_without_proof"),
    Expected("no-return-address", "a true-looking report to our ordinary address", "report_without_proof"),
    Expected("complaint-unproved", "a complaint that names no mail", "complaint_without_proof"),
    Expected("vacation", "absent, in Russian, quoting a status", "autoreply"),
    Expected("vacation-old", "absent, by an old program", "autoreply"),
    Expected("not-spam", "a complaint taken back", "other"),
    Expected("calendar-reply", "an answer to an invitation", "calendar_reply"),
    Expected("letter", "a letter of a person, KOI8-R", "other"),
    Expected("no-message", "no message at all", "unreadable", code=65),
]


def raw(sample: str, token: str) -> bytes:
    """The bytes of a sample, with the return address of a mail of this test."""
    return (SAMPLES / f"{sample}.eml").read_bytes().replace(b"{token}", token.encode())
