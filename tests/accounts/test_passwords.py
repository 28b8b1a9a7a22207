"""Hashes of passwords."""

from __future__ import annotations

import threading
import time
import unicodedata

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


def test_without_an_account_the_same_work_is_done() -> None:
    """The time of the answer must not tell whether an address is known; a factor of two is far from none at all."""
    hashed = passwords.hash_password("something")
    passwords.is_password("warm", None)
    known = least_time(lambda: passwords.is_password("wrong", hashed))
    unknown = least_time(lambda: passwords.is_password("wrong", None))
    assert 0.5 < unknown / known < 2
    assert not passwords.is_password("nobody has this password", None)


def test_at_most_two_at_a_time() -> None:
    """The third waits."""
    with passwords._seats, passwords._seats:
        third = threading.Thread(target=passwords.hash_password, args=("x",))
        third.start()
        third.join(0.3)
        assert third.is_alive()
    third.join(10)
    assert not third.is_alive()


def least_time(deed: object) -> float:
    """The shortest of five runs."""
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        deed()  # type: ignore[operator]
        times.append(time.perf_counter() - begin)
    return min(times)
