"""Places on which the two States disagree: a record about one is decided by both secretaries general (rule 3).

The list says nothing about whose a place is. It errs on the side of asking two people instead of one.
"""

from __future__ import annotations

from collections.abc import Iterable

from trianon.bilingual.text import Bilingual
from trianon.core.text import stems

_NAMES = (
    *("Crimée", "Sébastopol", "Simferopol", "Yalta", "Kertch", "Féodossia", "Eupatoria", "Bakhtchissaraï", "Alouchta"),
    *("Soudak", "Djankoï", "Donetsk", "Lougansk", "Louhansk", "Marioupol", "Zaporijia", "Melitopol", "Berdiansk"),
    *("Kherson", "Donbass", "Abkhazie", "Soukhoumi", "Ossétie du Sud", "Tskhinvali", "Transnistrie", "Tiraspol"),
    *("Крым", "Крымский", "Севастополь", "Симферополь", "Ялта", "Керчь", "Феодосия", "Евпатория", "Бахчисарай"),
    *("Алушта", "Судак", "Джанкой", "Донецк", "Донецкая", "Луганск", "Луганская", "Мариуполь", "Запорожье"),
    *(
        "Запорожская",
        "Мелитополь",
        "Бердянск",
        "Херсон",
        "Херсонская",
        "Донбасс",
        "Абхазия",
        "Сухум",
        "Сухуми",
    ),
    *("Южная Осетия", "Цхинвал", "Приднестровье", "Тирасполь"),
)
_DISPUTED = [stems(name) for name in _NAMES]


def names_disputed_place(texts: Iterable[Bilingual]) -> bool:
    """Whether one of these titles or names holds the name of such a place, in either language and any case."""
    return any(_holds(stems(text), name) for pair in texts for text in (pair.fr, pair.ru) if text for name in _DISPUTED)


def _holds(words: list[str], name: list[str]) -> bool:
    """Whether the words hold the name's words one after the other."""
    return any(words[start : start + len(name)] == name for start in range(len(words) - len(name) + 1))
