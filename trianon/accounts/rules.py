"""Rules of accounts: who may have one, which password is good, how long a link works, where one may be sent on to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from urllib.parse import urlsplit

from trianon.core.errors import RuleViolation
from trianon.core.sides import BOTH_SIDES, Role, Side

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 200
LONGEST_NAME = 80
CONFIRMATION_LIFETIME = timedelta(days=3)
RESET_LIFETIME = timedelta(hours=1)
# Asking again within this time sends no second mail: the first is on its way.
PAUSE_BETWEEN_MAILS = timedelta(minutes=2)
# The first people, appointed by a command: how many of each there may be for one side (None: for all together).
FIRST_ROLES = frozenset({Role.ADMINISTRATOR, Role.SECRETARY_GENERAL})


class Age(StrEnum):
    """Age as stated at sign-up."""

    CHILD = "under_15"
    MINOR = "15_to_17"
    ADULT = "18_or_more"


def check_age(age: Age, is_pseudonym: bool) -> None:
    """Charter, "Who may take part": nobody under 15, a pseudonym under 18."""
    if age is Age.CHILD:
        raise RuleViolation("too_young")
    if age is Age.MINOR and not is_pseudonym:
        raise RuleViolation("pseudonym_needed")


def check_password(password: str, email: str, known: Iterable[str] = ()) -> None:
    """Length counted in characters, the same for both scripts, never cut; not what everybody tries first (`known`)."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleViolation("password_too_short")
    if len(password) > LONGEST_PASSWORD:
        raise RuleViolation("password_too_long")
    typed = password.casefold().strip()
    if typed in {email.casefold(), email.casefold().partition("@")[0]}:
        raise RuleViolation("password_is_address")
    if _is_repetition(typed) or _is_row(typed):
        raise RuleViolation("password_too_simple")
    if {typed, _bare(typed)} & set(known):
        raise RuleViolation("password_known")


def _is_repetition(typed: str) -> bool:
    """Nothing but spaces, one letter again and again, or up to three: "аааааааа", "abcabcabc"."""
    return any(typed == (typed[:size] * len(typed))[: len(typed)] for size in (1, 2, 3))


def _is_row(typed: str) -> bool:
    """Letters or digits as they follow each other: "12345678", "абвгдежз"."""
    steps = {ord(after) - ord(before) for before, after in pairwise(typed)}
    return steps in ({1}, {-1}) or typed in "1234567890" * 2


def _bare(typed: str) -> str:
    """The word inside "Trianon2026!": digits and signs at both ends are what everybody adds."""
    letters = [index for index, c in enumerate(typed) if c.isalpha()]
    return typed[letters[0] : letters[-1] + 1] if letters else typed


def check_link(
    *, used_at: datetime | None, expires_at: datetime, made_for: str, email: str | None, at: datetime
) -> None:
    """A link from a mail works once, for a time, and only while the address it was sent to is still the account's."""
    if used_at is not None:
        raise RuleViolation("link_used")
    if at >= expires_at or made_for != email:
        raise RuleViolation("link_expired")


def may_be_appointed_first(
    role: Role, side: Side, taken: frozenset[tuple[Role, Side]], *, is_leaderless: bool = False
) -> None:
    """One administrator, and one secretary general a side; `taken` are the roles given by command so far.

    A side that has nobody left who could appoint (`is_leaderless`) gets a secretary general once more.
    """
    if role not in FIRST_ROLES:
        raise RuleViolation("not_a_first_role")
    if role is Role.SECRETARY_GENERAL and side not in BOTH_SIDES:
        raise RuleViolation("no_side")
    if role is Role.ADMINISTRATOR and any(held is role for held, _side in taken):
        raise RuleViolation("role_taken")
    if (role, side) in taken and not (role is Role.SECRETARY_GENERAL and is_leaderless):
        raise RuleViolation("role_taken")


def is_safe_next(address: str | None) -> bool:
    """Whether one may be sent on to this address: a path of this site, nothing that a browser reads as another host."""
    if not address or len(address) > 2000 or not address.startswith("/") or address[1:2] in {"/", "\\"}:
        return False
    if any(ord(c) <= 32 or c == "\\" for c in address):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc
