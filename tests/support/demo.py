"""The people of the demonstration, as `flask demo accounts` names them."""

from __future__ import annotations

import json
import re

from tests.support.house import ROOT
from tests.support.server import LiveServer

PEOPLE = ROOT / "trianon" / "demo" / "data" / "people.json"


def member_of(server: LiveServer, lang: str) -> tuple[str, str]:
    """E-mail and password of a member of the Committee who reads this language."""
    return account(server, "member", lang)


def account(server: LiveServer, role: str | None, lang: str) -> tuple[str, str]:
    """E-mail and password of somebody with this role (None: a participant) who reads this language."""
    people = json.loads(PEOPLE.read_text(encoding="utf-8"))
    for person in people:
        if person["lang"] == lang and (role in person["roles"] if role else not person["roles"]):
            return person["email"], password(server)
    raise LookupError(f"nobody in the demonstration is {role} and reads {lang}")


def password(server: LiveServer) -> str:
    """The one password of all demonstration accounts, as the command prints it."""
    said = server.flask("demo", "accounts")
    found = re.search(r"password[^:]*:\s*(\S+)", said, re.IGNORECASE)
    if not found:
        raise LookupError(f"no password in:\n{said}")
    return found[1]
