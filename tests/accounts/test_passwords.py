"""Hashes of passwords."""

from __future__ import annotations

import threading
import unicodedata

import pytest

from trianon.accounts import passwords


def test_hash_is_argon2id_with_the_chosen_cost() -> None:
    """19 MiB, two rounds, one lane: 55 ms where the defaults take three times as long."""
    assert passwords.hash_password("пароль-пароль").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_right_and_wrong() -> None:
    """A Cyrillic password typed on another system is the same password."""
    hashed = passwords.hash_password(unicodedata.normalize("NFD", "мой пароль"))
    assert passwords.is_password(unicodedata.normalize("NFC", "мой пароль"), hashed)
    assert not passwords.is_password("мои пароль", hashed)
    assert not passwords.is_password("whatever", "no hash at all")


def test_without_an_account_the_same_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the answer must not tell whether an address is known: a hash of the same cost is checked."""
    checked: list[str] = []
    really = passwords.PasswordHasher.verify

    def verify(hasher: passwords.PasswordHasher, hashed: str, password: str) -> bool:
        checked.append(hashed)
        return bool(really(hasher, hashed, password))

    monkeypatch.setattr(passwords.PasswordHasher, "verify", verify)
    hashed = passwords.hash_password("something")
    assert not passwords.is_password("wrong", hashed)
    assert not passwords.is_password("wrong", None)
    assert not passwords.is_password("nobody has this password", None)
    costs = {one.rsplit("$", 2)[0] for one in checked}
    assert len(checked) == 3
    assert len(costs) == 1


def test_at_most_two_at_a_time() -> None:
    """The third waits."""
    with passwords._seats, passwords._seats:
        third = threading.Thread(target=passwords.hash_password, args=("x",))
        third.start()
        third.join(0.3)
        assert third.is_alive()
    third.join(10)
    assert not third.is_alive()
