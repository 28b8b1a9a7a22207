"""Reading what a mail server brings back: delivery reports, complaints, replies of machines; broken ones too.

Only reading: nothing here knows the database. What comes in is hostile until its return address proves otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from enum import StrEnum

from trianon.mail.rules import Report, meaning_of, status_in

# Deeper nesting is no report of any server.
DEEPEST = 6
FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
STATUS_PARTS = {"message/delivery-status", "message/global-delivery-status"}
AUTOMATIC = {"auto-replied", "auto-generated", "auto-notified"}
OUT_OF_OFFICE = ("x-autoreply", "x-autorespond", "x-autoresponse", "x-autoreply-from", "x-mail-autoreply")


class Kind(StrEnum):
    """What came in."""

    REPORT = "report"
    COMPLAINT = "complaint"
    AUTOREPLY = "autoreply"
    CALENDAR_REPLY = "calendar_reply"
    OTHER = "other"


@dataclass(frozen=True)
class Outcome:
    """What a report says of one recipient; success is None."""

    recipients: tuple[str, ...]
    report: Report | None
    status: str


@dataclass(frozen=True)
class Incoming:
    """A message as far as it concerns us. `traces`: where a return address may stand, the surest first."""

    kind: Kind
    outcomes: list[Outcome] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    # The calendar object of a reply.
    calendar: str = ""


class Unreadable(Exception):
    """This is no message at all."""


def read(raw: bytes, envelope_to: str = "") -> Incoming:
    """Understand one message; raises Unreadable."""
    message = message_from_bytes(raw, policy=policy.compat32)
    if not message.keys():
        raise Unreadable
    parts = list(_walk(message))
    traces = [envelope_to, _headers(message), raw.decode("utf-8", "replace"), *(_text(part) for part in parts)]
    return (
        _complaint(parts, traces)
        or _report(message, parts, traces)
        or Incoming(
            _other(message, parts), [], traces, next((_text(part) for part in parts if _is_calendar_reply(part)), "")
        )
    )


def _walk(message: Message, depth: int = 0) -> Iterator[Message]:
    yield message
    if depth < DEEPEST and message.is_multipart() and message.get_content_type() not in STATUS_PARTS:
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _walk(part, depth + 1)


def _headers(message: Message) -> str:
    return "\n".join(f"{name}: {value}" for name, value in message.items())


def _text(part: Message) -> str:
    """The text of a part, however it is encoded and whatever the library made of it."""
    payload = part.get_payload()
    encoded = str(part.get("content-transfer-encoding", "")).strip().lower()
    if isinstance(payload, list):
        # The blocks of a report that the library took for messages; encoded ones are put together again.
        text = "\n\n".join(_block(block) for block in payload if isinstance(block, Message))
        if encoded in {"base64", "quoted-printable"} and part.get_content_type() in STATUS_PARTS:
            whole = Message()
            whole["Content-Transfer-Encoding"] = encoded
            whole.set_payload(text)
            return _decoded(whole)
        return text
    return _decoded(part)


def _block(block: Message) -> str:
    body = block.get_payload()
    return _headers(block) + "\n\n" + (body if isinstance(body, str) else "")


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _groups(text: str) -> Iterator[dict[str, str]]:
    """The groups of fields of a report, which empty lines separate (RFC 3464, 2.1)."""
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        fields = {name.lower(): " ".join(value.split()) for name, value in FIELD.findall(block)}
        if fields:
            yield fields


# ---------------------------------------------------------------- complaints (RFC 5965)


def _complaint(parts: list[Message], traces: list[str]) -> Incoming | None:
    for part in parts:
        if part.get_content_type() == "message/feedback-report":
            fields = _merged(_text(part)) | _merged(_headers(part))
            kind = fields.get("feedback-type", "abuse").lower()
            # "not-spam" takes a complaint back; nothing was paused by it that its owner could not resume.
            return Incoming(Kind.OTHER if kind == "not-spam" else Kind.COMPLAINT, [], traces)
    return None


def _merged(text: str) -> dict[str, str]:
    return {name: value for group in _groups(text) for name, value in group.items()}


# ---------------------------------------------------------------- delivery reports (RFC 3464, 6533), and their ruins


def _report(message: Message, parts: list[Message], traces: list[str]) -> Incoming | None:
    texts = [_text(part) for part in parts if part.get_content_type() in STATUS_PARTS]
    if not texts and _claims_to_report(message):
        texts = [traces[2]]
    outcomes = [outcome for text in texts for group in _groups(text) if (outcome := _outcome(group))]
    if not outcomes and (failed := message.get("x-failed-recipients")):
        words = " ".join(_text(part) for part in parts if part.get_content_type() == "text/plain")
        outcomes = [_failure(tuple(address.strip() for address in str(failed).split(",")), status_in(words))]
    return Incoming(Kind.REPORT, outcomes, traces) if outcomes or texts else None


def _claims_to_report(message: Message) -> bool:
    """A report whose parts cannot be told apart: cut off, or without its boundary."""
    return "delivery-status" in str(message.get("content-type", "")).lower()


def _outcome(group: dict[str, str]) -> Outcome | None:
    """What a group says of a recipient; the group about the message itself says nothing."""
    named = [group[name] for name in ("final-recipient", "original-recipient") if name in group]
    action = group.get("action", "").split(" ")[0].lower()
    if not named or not action:
        return None
    recipients = tuple(value.rpartition(";")[2].strip().strip("<>") for value in named)
    status = status_in(group.get("status", "") + " " + group.get("diagnostic-code", ""))
    if action == "failed":
        return _failure(recipients, status)
    report = {"delayed": Report.DELAYED, "relayed": Report.RELAYED, "expanded": Report.RELAYED}.get(action)
    return Outcome(recipients, report, status if report else "")


def _failure(recipients: tuple[str, ...], status: str) -> Outcome:
    return Outcome(recipients, meaning_of(status), status)


# ---------------------------------------------------------------- everything else


def _other(message: Message, parts: list[Message]) -> Kind:
    if any(_is_calendar_reply(part) for part in parts):
        return Kind.CALENDAR_REPLY
    submitted = re.split(r"[\s;(]", str(message.get("auto-submitted", "")).strip().lower())[0]
    precedence = str(message.get("precedence", "")).strip().lower()
    if submitted in AUTOMATIC or precedence == "auto_reply" or any(name in message for name in OUT_OF_OFFICE):
        return Kind.AUTOREPLY
    return Kind.OTHER


def _is_calendar_reply(part: Message) -> bool:
    if part.get_content_type() != "text/calendar":
        return False
    method = part.get_param("method")
    if isinstance(method, str) and method.upper() == "REPLY":
        return True
    return bool(re.search(r"^METHOD:REPLY\s*$", _text(part), re.MULTILINE | re.IGNORECASE))
