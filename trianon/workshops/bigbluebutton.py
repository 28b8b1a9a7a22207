"""BigBlueButton: a meeting is created when somebody comes, and each click gets a signed address of its own.

A signed address never expires there, which is why none is ever kept or mailed.
https://docs.bigbluebutton.org/development/api#api-security-model
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt

from trianon.core.meeting_settings import Meetings
from trianon.core.outside import Unavailable, ask

# Seconds for the whole answer: somebody is looking at a blank page meanwhile.
PATIENCE = 6.0
_DONE = re.compile(rb"<returncode>\s*SUCCESS\s*</returncode>")
_CREATED = re.compile(rb"<createTime>\s*(\d{1,20})\s*</createTime>")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Who goes where. `person` comes back in the report of who was there."""

    room: str
    title: str
    name: str
    person: str
    is_host: bool
    report_to: str


def checksum(call: str, query: str, secret: str, algorithm: str) -> str:
    """What the server asks of each call: the hash of its name, its query and the secret, written one after another."""
    return hashlib.new(algorithm, f"{call}{query}{secret}".encode()).hexdigest()


def way_in(settings: Meetings, visit: Visit) -> str:
    """Make sure that the meeting is there, and build the address for one person; raises Unavailable.

    `create` may be called again and again: a meeting that is there already stays as it is.
    """
    answer = ask(
        _signed(
            settings,
            "create",
            {
                "name": visit.title,
                "meetingID": visit.room,
                "record": "false",
                "meetingKeepEvents": "true",
                "meta_analytics-callback-url": visit.report_to,
            },
        ),
        patience=PATIENCE,
    )
    if not _DONE.search(answer):
        raise Unavailable("the answer is no success")
    created = _CREATED.search(answer)
    return _signed(
        settings,
        "join",
        {
            "fullName": visit.name,
            "meetingID": visit.room,
            "role": "MODERATOR" if visit.is_host else "VIEWER",
            "userID": visit.person,
        }
        # With the moment of its creation an address is good for this meeting alone, not for a later one of the name.
        | ({"createTime": created[1].decode()} if created else {}),
    )


def people_reported(settings: Meetings, bearer: str, report: Any, room: str) -> list[str]:
    """Who was there, by the `person` of their visit, from the server's report after the meeting.

    Raises PermissionError when its signature is wrong or old, LookupError when it is not about this room.
    """
    try:
        jwt.decode(bearer, settings.bbb_secret, algorithms=["HS512"], options={"require": ["exp"]})
    except jwt.PyJWTError:
        raise PermissionError("the signature is wrong") from None
    if not isinstance(report, dict) or report.get("meeting_id") != room:
        raise LookupError(room)
    data = report.get("data")
    people = data.get("attendees") if isinstance(data, dict) else None
    found = [one.get("ext_user_id") for one in people if isinstance(one, dict)] if isinstance(people, list) else []
    return [person for person in found if isinstance(person, str)]


def _signed(settings: Meetings, call: str, parameters: Mapping[str, str]) -> str:
    query = urlencode(parameters)
    mark = checksum(call, query, settings.bbb_secret, settings.bbb_hash)
    return f"{settings.bbb_url}/api/{call}?{query}&checksum={mark}"
