"""Passwords: argon2id, at most two at a time in a process, so that a rush of sign-ins does not starve the pages."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from trianon.accounts.confusables import lines_of

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_seats = threading.BoundedSemaphore(2)


def hash_password(password: str) -> str:
    """The hash to keep; a few hundredths of a second of work, so never inside a transaction."""
    with _seats:
        return _hasher.hash(_normal(password))


def is_password(password: str, hashed: str | None) -> bool:
    """Whether this is the password of a hash. Without a hash the same work is done: the time tells nothing."""
    with _seats:
        try:
            matches = _hasher.verify(hashed or _nobodys_hash(), _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return matches and hashed is not None


def is_outdated(hashed: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


@cache
def known_passwords() -> frozenset[str]:
    """What everybody tries first, in both languages, and the site's own names."""
    return frozenset(line.casefold() for line in lines_of("common_passwords.txt"))


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    """The same letters typed on another system (й in one piece or in two) are the same password."""
    return unicodedata.normalize("NFC", password)
