"""Words to begin a note with, for each reason of the public list, in the author's language.

A member changes them freely. They spare typing, not thinking: a gap is left where only the member can say what is
meant, and a note with a gap is not sent.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from trianon.bilingual.lang import Lang
from trianon.committee.rules import GAP, Matter, Reason, Verdict

_REFUSED = {
    Reason.INSUFFICIENT_DETAIL: _l(
        "Your text does not say enough for a reader to understand what it is about: who, where, since when."
    ),
    Reason.OFF_TOPIC: _l(
        "Your text is not about the exchanges between French and Russian civil societies that this site is for."
    ),
    Reason.POLITICAL: _l("Your text takes a political position. The Dialogue speaks of everything except politics."),
    Reason.ATTACK: _l(
        "Your text attacks a person or a group. Here one may contest what is said, not offend those who say it."
    ),
    Reason.PERSONAL_DATA: _l(
        "Your text gives somebody’s personal data (an address, a telephone number, facts of private life): "
        "they must not be public."
    ),
    Reason.COMMERCIAL: _l("Your text advertises a product or a service: the Dialogue does not publish advertising."),
    Reason.DUPLICATE: _l("The same is on the site already: %(gap)s", gap=GAP),
    Reason.NOT_VERIFIABLE: _l(
        "We could not verify what your text states: it names no source that everybody can consult."
    ),
    Reason.UNLAWFUL: _l("Your text is against the law. The law, its article and the passage: %(gap)s", gap=GAP),
    Reason.OTHER: _l("Your text is not accepted for this reason: %(gap)s", gap=GAP),
}
_TO_CHANGE = {
    Reason.INSUFFICIENT_DETAIL: _l(
        "Please say more: who takes part, where, since when, and what came of it or should come of it."
    ),
    Reason.OFF_TOPIC: _l(
        "Please show how your text concerns exchanges between French and Russian civil societies, "
        "or the theme of the year."
    ),
    Reason.POLITICAL: _l(
        "Please take out what is a political position: the Dialogue speaks of everything except politics."
    ),
    Reason.ATTACK: _l(
        "Please reword what attacks a person or a group: "
        "here one may contest what is said, not offend those who say it."
    ),
    Reason.PERSONAL_DATA: _l(
        "Please take out personal data (an address, a telephone number, facts of private life): "
        "they must not be public."
    ),
    Reason.COMMERCIAL: _l("Please take out what advertises a product or a service, and tell of the exchange itself."),
    Reason.DUPLICATE: _l("The same seems to be on the site already. Please say in what your text is different."),
    Reason.NOT_VERIFIABLE: _l(
        "Please name a source that everybody can consult: a public page, or a document with its date."
    ),
    Reason.UNLAWFUL: _l(
        "Please take out what is against the law. The law, its article and the passage: %(gap)s", gap=GAP
    ),
    Reason.OTHER: _l("Please change this: %(gap)s", gap=GAP),
}
_BY_VERDICT = {Verdict.REFUSE: _REFUSED, Verdict.ASK_CHANGES: _TO_CHANGE}
# An appeal, a claim, a measure are not about a text that was sent to be published: nobody can prepare words for them.
WITHOUT = frozenset({Matter.APPEAL, Matter.CLAIM, Matter.MEASURE})
# Reasons that only the member can put into words.
WITH_GAP = frozenset({Reason.UNLAWFUL, Reason.OTHER})


def words_for(verdict: Verdict, reasons: Iterable[Reason], lang: Lang) -> str:
    """A paragraph for each reason, in the order of the public list and in this language; empty for an acceptance."""
    known, chosen = _BY_VERDICT.get(verdict, {}), set(reasons)
    with force_locale(lang.value):
        return "\n".join(str(words) for reason, words in known.items() if reason in chosen)


def all_words(matter: Matter, lang: Lang) -> dict[str, dict[str, str]]:
    """Every paragraph by verdict and reason, for the script that begins the note."""
    if matter in WITHOUT:
        return {}
    return {
        verdict.value: {reason.value: words_for(verdict, [reason], lang) for reason in known}
        for verdict, known in _BY_VERDICT.items()
    }
