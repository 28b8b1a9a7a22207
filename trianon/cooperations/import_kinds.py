"""What the words of an imported row say: the kind of link, a collective name, the body a row is about.

Careful on purpose: an unknown kind is true, a guessed one may be false.
"""

from __future__ import annotations

import re

from trianon.bilingual.text import Bilingual
from trianon.cooperations.vocabulary import Kind
from trianon.core.text import fold, words_key

# The link is named when a title or a description *begins* with its name, in the singular: "Accord-cadre CNRS – RFBR" is
# an agreement; "Comité de jumelage …" is a committee, "Objectif de la convention …" an objective, "Protocole d'accord",
# "Lettre d'intention" and "Feuille de route" are none of the six kinds.
_BEGINNINGS = (
    (Kind.TWINNING, r"jumelage\b|побратимство\b"),
    (Kind.PARTNERSHIP, r"partenariat\b|партнерство\b"),
    (Kind.MEMORANDUM, r"memorandum\b|protocole d.intentions?\b|меморандум\b|протокол о намерениях\b"),
    (
        Kind.AGREEMENT,
        r"accord(-cadre)?\b(?! de principe)|convention(-cadre)?\b(?! d.affaires)|(рамочное )?соглашение\b",
    ),
)
_NEW = r"(?:nouvel |nouvelle |nouveau |le |la |l.|новое )?"
_KINDS = tuple((kind, re.compile(_NEW + f"(?:{words})")) for kind, words in _BEGINNINGS)

# "14 universités", "six écoles", "Partenaires sibériens", "Pôles de compétitivité français": nobody in particular.
_NUMBERS = "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|plusieurs|divers|diverses|des|les"
_PLURALS = (
    "partenaires|universites|ecoles|etablissements|associations|entreprises|societes|poles|clusters|villes|communes|"
    "instituts|laboratoires|musees|hopitaux|clubs|collectivites|regions|acteurs|membres|партнеры|университеты|школы|"
    "вузы|организации|города|предприятия"
)
_COLLECTIVE = re.compile(rf"(?:\d+ |(?:{_NUMBERS}) )\w+|(?:{_PLURALS})\b")
# Words of a body's name that do not tell it from another.
_SMALL = frozenset(words_key("a au aux d de des du en et l la le les association societe comite").split())


def kind_in_words(title: Bilingual, text: str) -> Kind | None:
    """The kind of link when the title, else the description, begins by naming it; None when neither does."""
    for words in (title.fr, title.ru, text):
        folded = fold(words)
        for kind, pattern in _KINDS:
            if pattern.match(folded):
                return kind
    return None


def is_collective(name: str) -> bool:
    """Whether a name stands for several bodies and for none in particular."""
    return bool(_COLLECTIVE.match(fold(name)))


def names_same_body(title: str, actor: str) -> bool:
    """Whether the title of a row is nothing but the name of its one partner (« Maison de la Russie à Nice »)."""
    said, known = _telling(title), _telling(actor)
    return bool(said) and said <= known


def _telling(name: str) -> set[str]:
    return set(words_key(name).split()) - _SMALL
