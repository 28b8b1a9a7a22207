"""Names that look alike, and names of offices."""

from __future__ import annotations

import pytest

from trianon.accounts.confusables import mixes_scripts, skeleton, without_unseen
from trianon.accounts.naming import are_close, needs_a_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Petrova", "Аnnа Реtrоvа"),
        ("Comité", "СОMITE"),
        ("Совет", "COBET"),
        ("Trianon", "Tr1anοn"),
        ("Trianon", "T\u200br\u00adianon"),
        ("Marne", "Mame"),
        ("Ёлка", "Елка"),
    ],
)
def test_look_alikes_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("name", ["Anna Petrova", "Людмила", "Jean-Baptiste O’Neill", "Пётр Иванов 2", "Οδυσσέας"])
def test_honest_names_are_shown(name: str) -> None:
    assert not needs_a_person(name, ["Anna Petrov", "Совершенно Другой"])


@pytest.mark.parametrize(
    "name",
    [
        "Comité",
        "Le Comité de coordination",
        "Cоmité",
        "Trіаnоn",
        "TRIANON",
        "Т р и а н о н",
        "Совет",
        "Cовет",
        "Генеральный  секретарь",
        "Secretaire general",
        "Модератор 1",
        "Mairie de Lyon",
        "Мэрия Казани",
        "Anna Pеtrova",
        "\u3164\u3164",
        "C\u0336o\u0336mité",
    ],
)
def test_these_wait_for_a_person(name: str) -> None:
    assert needs_a_person(name)


def test_the_name_of_somebody_with_a_role_in_other_letters() -> None:
    assert needs_a_person("Ирина Соколова", ["Ирина Соколова"])
    assert needs_a_person("Marc Serra", ["Mаrс Sеrrа"])
    assert needs_a_person("Marc-Serra", ["Marc Serra"])


def test_unseen_letters_go() -> None:
    assert without_unseen("A\u3164n\u2800n\ufe0fa\U000e0041") == "Anna"


def test_two_scripts_in_one_word() -> None:
    assert mixes_scripts("Mоscou")
    assert not mixes_scripts("Moscou Москва")


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("Mairie de Lyon", "Маirie dе Lуоn", True),
        ("Université de Nantes", "Université de Nante", True),
        ("Ville de Lyon", "Ville de Dijon", False),
        ("КФУ", "КГУ", False),
        ("Казанский федеральный университет", "Казанский  Федеральный Унивeрситет", True),
        ("", "", False),
    ],
)
def test_names_of_bodies(one: str, other: str, close: bool) -> None:
    assert are_close(one, other) is close
