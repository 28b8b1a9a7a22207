"""Who may have an account, which password is good, how long a link works, where one may be sent on to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from trianon.accounts.organisation_rules import is_web_address
from trianon.accounts.rules import Age, check_age, check_link, check_password, is_safe_next, may_be_appointed_first
from trianon.core.errors import RuleViolation
from trianon.core.sides import Role, Side

NOON = datetime(2018, 5, 3, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("age", "pseudonym", "refusal"),
    [
        # Nobody under 15, whatever the name.
        (Age.CHILD, True, "too_young"),
        (Age.CHILD, False, "too_young"),
        # Under 18 a pseudonym only.
        (Age.MINOR, True, None),
        (Age.MINOR, False, "pseudonym_needed"),
        # After that as one likes.
        (Age.ADULT, True, None),
        (Age.ADULT, False, None),
    ],
)
def test_age(age: Age, pseudonym: bool, refusal: str | None) -> None:
    """Charter, "Who may take part"."""
    assert refusal_of(lambda: check_age(age, pseudonym)) == refusal


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("a" * 7, "password_too_short"),
        ("aqzwsxed", None),
        # Counted in characters: Cyrillic letters take two bytes and count one.
        ("жаворонк", None),
        ("жаворонк" * 25, None),
        # Emoji are characters, too.
        ("😀🐈🌍🎻🍀🚲📚🌧", None),
        ("а б в г д е", None),
        # What is guessed at once.
        (" " * 12, "password_too_simple"),
        ("😀" * 8, "password_too_simple"),
        ("аааааааа", "password_too_simple"),
        ("abcabcabc", "password_too_simple"),
        ("87654321", "password_too_simple"),
        ("1234567890", "password_too_simple"),
        ("абвгдежз", "password_too_simple"),
        ("secret word", "password_known"),
        ("2026Secret Word!!", "password_known"),
        ("ж" * 201, "password_too_long"),
        ("anna@example.org", "password_is_address"),
        ("ANNA@example.org ", "password_is_address"),
    ],
)
def test_password(password: str, refusal: str | None) -> None:
    """8 to 200 characters of any script, never the address."""
    assert refusal_of(lambda: check_password(password, "anna@example.org", {"secret word"})) == refusal


@pytest.mark.parametrize(
    ("used", "expires", "made_for", "refusal"),
    [
        (None, LATER, "a@example.org", None),
        (NOON, LATER, "a@example.org", "link_used"),
        (None, NOON, "a@example.org", "link_expired"),
        # The account has another address since.
        (None, LATER, "b@example.org", "link_expired"),
    ],
)
def test_link(used: datetime | None, expires: datetime, made_for: str, refusal: str | None) -> None:
    """Once, for a time, for one address."""
    attempt = {"used_at": used, "expires_at": expires, "made_for": made_for, "email": "a@example.org", "at": NOON}
    assert refusal_of(lambda: check_link(**attempt)) == refusal


@pytest.mark.parametrize(
    ("role", "side", "taken", "refusal"),
    [
        (Role.ADMINISTRATOR, Side.OTHER, set(), None),
        # One administrator for all, one secretary general a side.
        (Role.ADMINISTRATOR, Side.RUSSIA, {(Role.ADMINISTRATOR, Side.FRANCE)}, "role_taken"),
        (Role.SECRETARY_GENERAL, Side.RUSSIA, {(Role.SECRETARY_GENERAL, Side.FRANCE)}, None),
        (Role.SECRETARY_GENERAL, Side.FRANCE, {(Role.SECRETARY_GENERAL, Side.FRANCE)}, "role_taken"),
        (Role.SECRETARY_GENERAL, Side.OTHER, set(), "no_side"),
        (Role.MEMBER, Side.FRANCE, set(), "not_a_first_role"),
    ],
)
def test_first_appointments(role: Role, side: Side, taken: set[tuple[Role, Side]], refusal: str | None) -> None:
    """Only these, only once."""
    assert refusal_of(lambda: may_be_appointed_first(role, side, frozenset(taken))) == refusal


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(Role.SECRETARY_GENERAL, None), (Role.ADMINISTRATOR, "role_taken"), (Role.CO_PRESIDENT, "not_a_first_role")],
)
def test_a_side_without_a_head_is_restarted(role: Role, refusal: str | None) -> None:
    """By a secretary general, and by nobody else."""
    taken = frozenset({(role, Side.FRANCE)})
    assert refusal_of(lambda: may_be_appointed_first(role, Side.FRANCE, taken, is_leaderless=True)) == refusal


@pytest.mark.parametrize("address", ["/fr/", "/ru/workshops/3/?q=%D0%B0", "/fr/account/#x"])
def test_safe_addresses(address: str) -> None:
    """Paths of this site."""
    assert is_safe_next(address)


@pytest.mark.parametrize(
    "address",
    [
        *(None, "", "fr/", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"),
        *("/\t/evil.example", "/fr/\nSet-Cookie: a=b", " /fr/", "/a\\b", "/" + "a" * 3000),
    ],
)
def test_unsafe_addresses(address: str | None) -> None:
    """Whatever a browser could read as another host."""
    assert not is_safe_next(address)


@pytest.mark.parametrize("address", ["https://example.org", "http://пример.рф/о-нас", "https://example.org:8443/?a=b"])
def test_web_addresses(address: str) -> None:
    """Pages of the web."""
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *("example.org", "ftp://example.org", "javascript:alert(1)//example.org", "https://", "https://localhost"),
        *("https://user:secret@example.org", "https://exa mple.org", 'https://example.org/"onclick=', "https://[bad"),
    ],
)
def test_no_web_addresses(address: str) -> None:
    """Anything else."""
    assert not is_web_address(address)


def refusal_of(attempt: object) -> str | None:
    """The code of the rule that says no, or None."""
    try:
        attempt()  # type: ignore[operator]
    except RuleViolation as refusal:
        return refusal.code
    return None
