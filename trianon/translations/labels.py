"""The words for the states of translations, and the sentences of refusals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from trianon.bilingual.lang import Lang
from trianon.core.errors import explain_with
from trianon.translations.rules import WorkState

STATES = {
    WorkState.WAITING: lazy_pgettext("translation", "To translate"),
    WorkState.OUTDATED: lazy_pgettext("translation", "To translate again: the text has changed"),
    WorkState.DRAFT: lazy_pgettext("translation", "Begun"),
    WorkState.IN_REVIEW: lazy_pgettext("translation", "To review"),
    WorkState.REVIEWED: lazy_pgettext("translation", "Reviewed"),
    WorkState.CLOSED: lazy_pgettext("translation", "Closed"),
}

DIRECTIONS = {Lang.FR: _l("From Russian into French"), Lang.RU: _l("From French into Russian")}

# For readers of a page whose text has no public translation: what is being done about it.
PROGRESS = {
    WorkState.WAITING: _l("It waits for a translator."),
    WorkState.OUTDATED: _l("Its translation was of an earlier version: it waits for a translator again."),
    WorkState.DRAFT: _l("It is being translated."),
    WorkState.IN_REVIEW: _l("It is translated; a second person is reading the translation."),
}

explain_with(
    {
        "translation_own_words_wait": _l(
            "The people of this record have written it in this language themselves: their words wait for the committee."
        ),
        "translation_taken": _l("Somebody else is working on this text now."),
        "translation_not_open": _l("This text does not wait for a translation any more."),
        "translation_not_in_review": _l("This translation does not wait for a review any more."),
        "translation_own_text": _l("This is your own text: others translate it, and you may object afterwards."),
        "translation_not_public": _l("This translation is not public any more."),
        "translation_not_yours": _l("Only the author of the text may object to its translation."),
        "translation_not_whole": _l("Every paragraph must be translated before you hand it over."),
        "translation_saved_elsewhere": _l("Another window has saved this translation since you opened the page."),
        "translation_note_needed": _l("Write what should be changed."),
        "translation_note_too_long": _l("The note is too long: at most %(most)s characters."),
        "translation_too_long": _l("The translation is more than %(times)s times as long as the text."),
    }
)
