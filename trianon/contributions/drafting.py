"""A text that is not sent yet: which draft this request is about, and where drafts of texts go on."""

from __future__ import annotations

from typing import Any

from flask import request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from trianon.accounts import drafts
from trianon.accounts.models import Account, Draft, DraftKind
from trianon.bilingual.lang import Lang
from trianon.core.database import db, lock
from trianon.core.windows import Window

WINDOW = "window"


@drafts.opens(DraftKind.CONTRIBUTION)
def opener(draft: Draft) -> drafts.DraftLink:
    """The page on which it was typed, with the draft in it."""
    title = str(draft.data.get("title") or "")
    if draft.subject_id is not None:
        words = _("Correction: %(title)s", title=title or _("Text without a title"))
        return drafts.DraftLink(words, url_for("contributions.edit", contribution_id=draft.subject_id))
    return drafts.DraftLink(title, url_for("contributions.write", draft=draft.id))


def asked_draft() -> Draft | None:
    """The draft of a new text that the address names, when it is this person's: by the account, or by the session."""
    number = request.args.get("draft", "")
    if not number.isdecimal() or len(number) > 9:
        return None
    if current_user.is_authenticated:
        draft = drafts.find_own(current_user, int(number))
    else:
        draft = waiting_draft()
    if draft is None or draft.id != int(number) or draft.kind is not DraftKind.CONTRIBUTION:
        return None
    if draft.subject_id is not None:
        # A correction goes on beside the text that it is of.
        return None
    # Two clicks, or two tabs, save one after the other.
    return lock(Draft, draft.id) if request.method == "POST" else draft


def waiting_draft() -> Draft | None:
    """The draft of a text that a visitor left behind in this session."""
    if "draft" not in session or current_user.is_authenticated:
        return None
    draft = drafts.find(session["draft"])
    ours = draft is not None and drafts.is_free_for(draft, None) and draft.kind is DraftKind.CONTRIBUTION
    return draft if ours else None


def drafts_of(author: Account) -> list[Draft]:
    """The unfinished texts of an account, the last saved first."""
    return [draft for draft in drafts.drafts_of(author) if draft.kind is DraftKind.CONTRIBUTION]


def changed_elsewhere(draft: Draft | None, typed: dict[str, Any], seen: str | None) -> bool:
    """Whether another window has saved other words in this draft since this one was shown.

    Each page that shows the form has a mark of its own (`window`) and knows which saving it began with (`seen`).
    """
    if draft is None or not Window(typed.get(WINDOW) or "", seen or "").is_overtaken_by(draft.data.get(WINDOW) or ""):
        return False
    return any((draft.data.get(name) or "") != (value or "") for name, value in typed.items() if name != WINDOW)


def keep(draft: Draft | None, lang: Lang, typed: dict[str, Any], subject_id: int | None = None) -> Draft:
    """Keep what was typed, in the draft it came from or in a new one; a visitor's session gets its key."""
    if draft is None:
        owner = current_user if current_user.is_authenticated else None
        draft, key = drafts.start(DraftKind.CONTRIBUTION, lang, owner, subject_id)
        if owner is None:
            session["draft"] = key
    last = Window(typed.get(WINDOW) or "", "").after(draft.data.get(WINDOW) or "")
    drafts.save(draft, typed | {WINDOW: last})
    return draft


def forget(draft: Draft | None) -> None:
    """The text was sent: its draft goes, unless another click has taken it away already."""
    if draft is None:
        return
    try:
        with db.session.begin_nested():
            drafts.discard(draft)
    except StaleDataError:
        db.session.expunge(draft)
    session.pop("draft", None)
