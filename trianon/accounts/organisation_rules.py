"""Rules of organisations: who sees one, who manages one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from trianon.core.publication import PUBLIC, State

# In whose name nobody speaks.
SILENT = frozenset({State.REFUSED, State.REMOVED, State.WITHDRAWN, State.ON_HOLD})
# Whose name stands nowhere, though what it did still counts.
UNNAMED = frozenset({State.REMOVED, State.ON_HOLD})


def may_view_organisation(person: Any, organisation: Any) -> bool:
    """Public ones everybody; others whoever proposed them, their members and the committee."""
    return (
        organisation.state in PUBLIC
        or person.sits
        or (person.id is not None and organisation.proposed_by_id == person.id)
        or is_member(person, organisation)
    )


def may_act_for(person: Any, organisation: Any) -> bool:
    """Its accepted members; a refused one acts for nothing."""
    return organisation.state not in SILENT and is_member(person, organisation)


def is_member(person: Any, organisation: Any) -> bool:
    """Whether a person acts for it."""
    return person.id is not None and any(
        member.account_id == person.id and member.state == "accepted" for member in organisation.members
    )


def may_manage_organisation(person: Any, organisation: Any) -> bool:
    """Its accepted managers."""
    return person.id is not None and any(
        member.account_id == person.id and member.state == "accepted" and member.role == "manager"
        for member in organisation.members
    )


def is_web_address(text: str) -> bool:
    """An address of a page that a browser may be sent to: http or https, a host, nobody's password."""
    if any(ord(c) <= 32 or c in '<>"\\' for c in text):
        return False
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host and "." in host) and "@" not in parts.netloc


def is_descriptive_only(organisation: Any) -> bool:
    """What is verified keeps its name, kind and side: they are what was vouched for."""
    return bool(organisation.state in PUBLIC)
