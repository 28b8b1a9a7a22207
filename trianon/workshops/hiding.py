"""The texts of a workshop are hidden, shown again, removed or written anew; the workshop itself takes place.

Neutral words take their place in the workshop itself: whatever reads its title (lists, search, mails, calendars, files)
tells those, and nothing has to know that there is anything to hide. Callers lock the workshop first, then its texts.
"""

from __future__ import annotations

from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core import search
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.errors import RuleViolation, explain_with
from trianon.core.publication import Action, State, after
from trianon.workshops.events import (
    WorkshopTextsChanged,
    WorkshopTextsEvent,
    WorkshopTextsHeld,
    WorkshopTextsRemoved,
    WorkshopTextsRestored,
)
from trianon.workshops.models import Workshop, WorkshopTexts

FIELDS = ("title", "purpose", "programme", "speakers")
NOTHING = Bilingual("", "")

TITLE = _l("Online workshop")
HELD = _l(
    "The texts of this workshop are hidden while the Coordination Committee examines them. The workshop itself stays "
    "in the programme."
)
REMOVED = _l("The Coordination Committee has removed the texts of this workshop. Its hosts may write others.")

explain_with(
    {
        "texts_on_hold": _l(
            "The Committee examines the title, the purpose, the programme and the speakers: they can be changed after "
            "its decision. Everything else can be changed now."
        ),
        "texts_half_new": _l("The Committee has removed the texts: write both a new title and a new purpose."),
        "texts_removed_before": _l("These are the very texts that the Committee has removed: write others."),
    }
)


def hold(texts: WorkshopTexts, *, by: Account | None) -> None:
    """Hide them while they are reviewed."""
    _take_off(texts, Action.HOLD, HELD)
    _told(WorkshopTextsHeld, texts, by)


def restore(texts: WorkshopTexts, *, by: Account | None, to_archive: bool = False) -> None:
    """Show them again; no workshop is archived."""
    texts.state = after(Action.RESTORE, texts.state)
    for name in FIELDS:
        setattr(texts.workshop, name, getattr(texts, f"kept_{name}"))
    forget_kept(texts)
    _told(WorkshopTextsRestored, texts, by)


def remove(texts: WorkshopTexts, *, by: Account | None) -> None:
    """Take them off the site; they are kept for the hosts and for an appeal, until others are written."""
    _take_off(texts, Action.REMOVE, REMOVED)
    _told(WorkshopTextsRemoved, texts, by)


def real_text(texts: WorkshopTexts, name: str) -> Bilingual:
    """What the hosts wrote, hidden or not."""
    holder, column = (texts.workshop, name) if texts.state is State.PUBLISHED else (texts, f"kept_{name}")
    words: Bilingual = getattr(holder, column)
    return words


def check_texts(texts: WorkshopTexts, plan: Any) -> None:
    """Whether hosts may write these; what they leave as it is may always stay."""
    new = {name for name in FIELDS if getattr(plan, name) != getattr(texts.workshop, name)}
    if not new or texts.state is State.PUBLISHED:
        return
    if texts.state is State.ON_HOLD:
        raise RuleViolation("texts_on_hold")
    if not {"title", "purpose"} <= new:
        raise RuleViolation("texts_half_new")
    if all(getattr(plan, name) == getattr(texts, f"kept_{name}") for name in FIELDS):
        raise RuleViolation("texts_removed_before")


def written_anew(texts: WorkshopTexts, *, by: Account) -> None:
    """Others stand in the workshop now: the next version, read by everybody."""
    texts.version, texts.state = texts.version + 1, State.PUBLISHED
    forget_kept(texts)
    emit(WorkshopTextsChanged(subject_id=texts.id, by=by.id, version=texts.version))


def make_findable(workshop: Workshop) -> None:
    """The search knows what everybody reads."""
    said = (getattr(workshop, name) for name in FIELDS)
    search.index("workshop", workshop.id, *(words for text in said for words in (text.fr, text.ru)))


def forget_kept(texts: WorkshopTexts) -> None:
    """What nobody needs any more."""
    for name in FIELDS:
        setattr(texts, f"kept_{name}", NOTHING)


def _take_off(texts: WorkshopTexts, action: Action, instead: Any) -> None:
    before = texts.state
    texts.state = after(action, before)
    if before is State.PUBLISHED:
        for name in FIELDS:
            setattr(texts, f"kept_{name}", getattr(texts.workshop, name))
    neutral = {"title": _in_both(TITLE), "purpose": _in_both(instead)}
    for name in FIELDS:
        setattr(texts.workshop, name, neutral.get(name, NOTHING))


def _told(event: type[WorkshopTextsEvent], texts: WorkshopTexts, by: Account | None) -> None:
    # Forms shown before are old.
    texts.workshop.updated_at = now()
    make_findable(texts.workshop)
    emit(event(subject_id=texts.id, by=by.id if by else None, version=texts.version))


def _in_both(words: Any) -> Bilingual:
    said = []
    for lang in (Lang.FR, Lang.RU):
        with force_locale(lang.value):
            said.append(str(words))
    return Bilingual(*said)
