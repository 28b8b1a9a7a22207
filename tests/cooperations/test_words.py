"""Words: every value has its words in both languages; what rows and sources say is read with care."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

import pytest
from flask_babel import force_locale

from tests.support.house import ROOT
from tests.support.spaces import with_plain_spaces
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations import words
from trianon.cooperations.import_kinds import is_collective, kind_in_words, names_same_body
from trianon.cooperations.sources import Source, is_encyclopaedia, shown
from trianon.cooperations.vocabulary import Activity, Agreement, Domain, Kind, Level, PartnerRole
from trianon.core.sides import Side

VOCABULARY = json.loads((ROOT / "trianon" / "themes" / "data" / "vocabulary.json").read_text(encoding="utf-8"))

TABLES: list[tuple[type[StrEnum], Any]] = [
    (Domain, words.DOMAINS),
    (Kind, words.KINDS),
    (Activity, words.ACTIVITIES),
    (Agreement, words.AGREEMENTS),
    (Agreement, words.AGREEMENT_SENTENCES),
    (Level, words.LEVELS),
    (PartnerRole, words.ROLES),
    (Side, words.SIDES),
    (Side, words.DECLARED),
]


@pytest.mark.parametrize(("values", "table"), TABLES)
def test_every_value_has_words(app: Any, values: type[StrEnum], table: Any) -> None:
    """In both languages, and not the English ones."""
    with app.test_request_context("/fr/"):
        for value in values:
            said = {}
            for lang in ("en", "fr", "ru"):
                with force_locale(lang):
                    said[lang] = str(table[value])
            assert said["ru"] not in (said["en"], said["fr"]), value
            assert any("а" <= letter <= "я" for letter in said["ru"].lower()), value


@pytest.mark.parametrize(
    ("part", "table"),
    [("domains", words.DOMAINS), ("cooperation_kinds", words.KINDS), ("activity_states", words.ACTIVITIES)],
)
def test_words_are_those_of_the_vocabulary(app: Any, part: str, table: Any) -> None:
    """The vocabulary handed over is what readers see, word for word, in the spaces and apostrophes of print."""
    with app.test_request_context("/fr/"):
        for entry in VOCABULARY[part]:
            for lang in Lang:
                with force_locale(lang.value):
                    assert with_plain_spaces(str(table[entry["code"]])) == with_plain_spaces(entry[lang.value])


def test_the_readers_country_comes_first() -> None:
    """France on French pages, Russia on Russian ones, others last."""
    assert words.sides_in_order(Lang.FR) == (Side.FRANCE, Side.RUSSIA, Side.OTHER)
    assert words.sides_in_order(Lang.RU) == (Side.RUSSIA, Side.FRANCE, Side.OTHER)


KINDS: list[tuple[str, str, Kind | None]] = [
    # A title that begins with the name of the link.
    ("Accord-cadre CNRS – RFBR", "", Kind.AGREEMENT),
    ("Accord Nice – Sotchi", "", Kind.AGREEMENT),
    ("Nouvelle convention entre deux musées", "", Kind.AGREEMENT),
    ("Mémorandum Val-d'Oise – Technopark Skolkovo", "", Kind.MEMORANDUM),
    ("Protocole d'intention Lyon – Kazan", "", Kind.MEMORANDUM),
    ("Jumelage Tulle – Smolensk", "", Kind.TWINNING),
    ("Partenariat de deux lycées", "", Kind.PARTNERSHIP),
    # A description that begins with it.
    ("Total – Novatek (Yamal)", "Partenariat pour développer le champ gazier de Yamal.", Kind.PARTNERSHIP),
    ("Laboratoire LICS", "Convention renouvelée le 22 mai 2017.", Kind.AGREEMENT),
    ("Accord Nice – Sotchi", "Jumelage de 1997.", Kind.AGREEMENT),
    # Named, but not as what the row is.
    ("Comité de jumelage Tulle – Smolensk", "Échanges d'écoliers.", None),
    ("Jumelages de la région", "", None),
    ("Protection sociale", "Objectif de la convention de coopération signée en 2012.", None),
    ("Renault – AvtoVAZ", "Protocole d'accord de restructuration.", None),
    ("Sanofi-Aventis", "Lettre d'intention pour participer au projet.", None),
    ("Feuille de route", "Feuille de route de projets bilatéraux signée en 2014.", None),
    ("Convention d'affaires Paris – Moscou", "", None),
    ("Accords de décembre", "", None),
    ("Accordéon sans frontières", "", None),
    ("", "", None),
]


@pytest.mark.parametrize(("title", "text", "kind"), KINDS)
def test_kind_of_link_only_when_the_words_say_it(title: str, text: str, kind: Kind | None) -> None:
    """A guess may be false; unknown is true."""
    assert kind_in_words(Bilingual(title, ""), text) is kind


def test_a_russian_title_says_its_kind_too() -> None:
    """When there is no French one, or the French does not say."""
    assert kind_in_words(Bilingual("", "Меморандум о сотрудничестве"), "") is Kind.MEMORANDUM
    assert kind_in_words(Bilingual("", "Комитет побратимства Тюль – Смоленск"), "") is None


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("14 universités", True),
        ("six écoles", True),
        ("Partenaires sibériens", True),
        ("Pôles de compétitivité français", True),
        ("Clusters territoriaux innovants russes", True),
        ("Университеты Сибири", True),
        ("Université de Volgograd", False),
        ("CNRS", False),
        ("Ville de Nice", False),
        ("École centrale de Lille", False),
    ],
)
def test_collective_names(name: str, answer: bool) -> None:
    """Several bodies, none in particular."""
    assert is_collective(name) is answer


def test_a_row_about_the_body_itself_or_about_something_it_did() -> None:
    """« Maison de la Russie à Nice » is the body; an exhibition in it is not."""
    assert names_same_body("Maison de la Russie à Nice", "Maison de la Russie (Nice)")
    assert names_same_body("Lorraine-Russie", "Association Lorraine-Russie")
    assert not names_same_body("Collection Morozov à la Fondation Louis Vuitton", "Fondation Louis Vuitton")
    assert not names_same_body("", "CNRS")


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("https://www.wikidata.org/wiki/Property:P190", True),
        ("https://en.wikipedia.org/wiki/X", True),
        ("HTTPS://FR.WIKIPEDIA.ORG/wiki/X", True),
        ("Wikipédia, article « Agen »", True),
        ("https://wikipedia.org.example.com/", False),
        ("https://example.org/wikipedia.org", False),
        ("Compte rendu de la réunion", False),
    ],
)
def test_encyclopaedias(source: str, answer: bool) -> None:
    """By the host, not by what the address contains."""
    assert is_encyclopaedia(source) is answer


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("https://www.senat.fr/rap/r17.html", Source("senat.fr", "https://www.senat.fr/rap/r17.html")),
        ("https://xn--e1afmkfd.xn--p1ai/x", Source("пример.рф", "https://xn--e1afmkfd.xn--p1ai/x")),
        ("https://www.wikidata.org/wiki/Q1", Source("wikidata.org", "https://www.wikidata.org/wiki/Q1", "CC0")),
        ("Compte rendu, 10 octobre 2017", Source("Compte rendu, 10 octobre 2017")),
        ("javascript:alert(1)", Source("javascript:alert(1)")),
        ("data:text/html,x", Source("data:text/html,x")),
        ("//example.org/x", Source("//example.org/x")),
        ("http://[broken", Source("http://[broken")),
    ],
)
def test_only_web_addresses_become_links(source: str, seen: Source) -> None:
    """Anything else is shown as the words it is."""
    assert shown(source) == seen
