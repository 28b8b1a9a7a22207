"""A calendar program as RFC 5545 and RFC 5546 describe one: a strict reader of its own, and what it keeps.

Nothing of the library that writes the site's files is used here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

NAME = re.compile(r"[A-Z0-9-]+\Z")
MOMENT = re.compile(r"\d{8}T\d{6}Z\Z")
ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}
TEXTS = {"SUMMARY", "DESCRIPTION"}
# Of these an event has exactly one (RFC 5545, 3.6.1; the attendee by our own rule).
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "ORGANIZER", "ATTENDEE"}


@dataclass(frozen=True)
class Line:
    """One line of content: its name, its parameters, its value as it stands."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True)
class Message:
    """A calendar object with one event."""

    method: str
    lines: list[Line]

    def one(self, name: str) -> Line:
        """The line of a property that stands exactly once."""
        (line,) = [line for line in self.lines if line.name == name]
        return line

    def has(self, name: str) -> bool:
        """Whether a property stands at all."""
        return any(line.name == name for line in self.lines)

    @property
    def attendee(self) -> str:
        """Whom the message is for."""
        return self.one("ATTENDEE").value.removeprefix("mailto:")


def read(raw: bytes) -> Message:
    """Read one object strictly; raises ValueError where a careful client could refuse."""
    lines = [_line(text) for text in _unfolded(raw)]
    frame = [(line.name, line.value) for line in lines if line.name in {"BEGIN", "END"}]
    if frame != [("BEGIN", "VCALENDAR"), ("BEGIN", "VEVENT"), ("END", "VEVENT"), ("END", "VCALENDAR")]:
        raise ValueError(f"not one event in one calendar: {frame}")
    start, end = (next(n for n, line in enumerate(lines) if line == edge) for edge in _EDGES)
    head = {line.name: line.value for line in lines[1:start]}
    if head.get("VERSION") != "2.0" or not head.get("PRODID") or "METHOD" not in head:
        raise ValueError(f"head: {head}")
    event = lines[start + 1 : end]
    for name in ONCE:
        if sum(line.name == name for line in event) != 1:
            raise ValueError(f"not exactly one {name}")
    for line in event:
        if line.name.startswith("DT") and not MOMENT.match(line.value):
            raise ValueError(f"{line.name} is not in UTC: {line.value}")
        if line.name in TEXTS:
            _text(line.value)
    return Message(head["METHOD"], event)


_EDGES = (Line("BEGIN", {}, "VEVENT"), Line("END", {}, "VEVENT"))


def _unfolded(raw: bytes) -> list[str]:
    if not raw.endswith(b"\r\n") or b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""):
        raise ValueError("lines end with CRLF and nothing else")
    for physical in raw.split(b"\r\n"):
        if len(physical) > 75:
            raise ValueError(f"a line of {len(physical)} octets")
        # Each physical line is text by itself: no character was cut.
        physical.decode("utf-8")
    return [line for line in raw.decode("utf-8").replace("\r\n ", "").split("\r\n") if line]


def _line(text: str) -> Line:
    # The first colon outside quotation marks.
    found = re.match(r"((?:[^\":]|\"[^\"]*\")*):", text)
    if found is None:
        raise ValueError(f"no value: {text}")
    head = found[1]
    name, *parameters = re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*\Z)", head)
    if not NAME.match(name):
        raise ValueError(f"no name: {text}")
    pairs = [parameter.partition("=") for parameter in parameters]
    return Line(name, {key: value.strip('"') for key, _equals, value in pairs}, text[found.end() :])


def _text(value: str) -> str:
    if re.search(r"(?<!\\)(?:\\\\)*[;,]", value):
        raise ValueError(f"unescaped: {value}")
    return re.sub(r"\\[\\;,nN]", lambda found: ESCAPES[found[0]], value)


@dataclass
class Entry:
    """What stands in the calendar for one event."""

    sequence: int
    stamp: str
    starts: datetime
    ends: datetime
    status: str = "CONFIRMED"


@dataclass
class Client:
    """One person's calendar: obeys what is newer, ignores what is older (RFC 5546, 2.1.5), as their address alone."""

    address: str
    entries: dict[str, Entry] = field(default_factory=dict)
    # What was seen last of each event, also when it left the calendar.
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)

    def receive(self, raw: bytes) -> str:
        """Act on a message and tell what was done with it."""
        message = read(raw)
        if message.attendee.lower() != self.address.lower():
            return "not mine"
        uid, version = message.one("UID").value, (int(message.one("SEQUENCE").value), message.one("DTSTAMP").value)
        if version <= self.seen.get(uid, (-1, "")):
            return "ignored: not newer"
        self.seen[uid] = version
        return self._request(uid, message) if message.method == "REQUEST" else self._cancel(uid, message)

    def _request(self, uid: str, message: Message) -> str:
        known = uid in self.entries
        starts, ends = (
            datetime.strptime(message.one(name).value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            for name in ("DTSTART", "DTEND")
        )
        self.entries[uid] = Entry(*self.seen[uid], starts, ends, message.one("STATUS").value)
        return "updated" if known else "added"

    def _cancel(self, uid: str, message: Message) -> str:
        if message.method != "CANCEL":
            raise ValueError(f"no method of an organiser: {message.method}")
        if message.has("STATUS"):
            # The event itself is off: shown as such, so that nobody wonders where it went.
            if message.one("STATUS").value != "CANCELLED":
                raise ValueError("a CANCEL with another status")
            if uid in self.entries:
                self.entries[uid].status = "CANCELLED"
            return "cancelled"
        return "removed" if self.entries.pop(uid, None) else "nothing to remove"
