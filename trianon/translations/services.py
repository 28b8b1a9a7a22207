"""What is done at the desk: bring work to it, take it, save, hand over to a second reader, accept, send back, object.

Callers commit. The record is locked first, then its work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.checking import clean
from trianon.bilingual.models import Translation, TranslationState
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.text import digest
from trianon.core.timed import timed
from trianon.core.windows import NO_WINDOW, Window
from trianon.translations.events import (
    TranslationEvent,
    TranslationObjected,
    TranslationReviewed,
    TranslationSentBack,
    TranslationSubmitted,
)
from trianon.translations.models import TranslationWork
from trianon.translations.rules import (
    CLAIM,
    ON_DESK,
    WorkState,
    check_free,
    check_note,
    check_objection,
    check_reviewer,
    check_translator,
)
from trianon.translations.subjects import SUBJECTS, Field, Subject
from trianon.translations.typed import Words, check_whole, check_window, joined, keep_words

# How many records a turn of the timed job brings to the desk.
SLICE = 200


def bring(subject: str, item_id: int) -> TranslationWork | None:
    """Bring a record's work up to date with its public version: on the desk, outdated, closed. None: nothing to do."""
    kind = SUBJECTS[subject]
    kind.lock(item_id)
    work = db.session.scalars(
        sa.select(TranslationWork).filter_by(subject=subject, subject_id=item_id).with_for_update()
    ).one_or_none()
    item = kind.load(item_id)
    texts = kind.texts(item) if item is not None else []
    if not texts:
        if work is not None and (item is None or work.state in ON_DESK):
            work.state, work.note = WorkState.CLOSED, ""
            _free(work)
        return work
    if work is None:
        work = TranslationWork(
            subject=subject, subject_id=item_id, state=WorkState.WAITING, source_digest="", waiting_since=now()
        )
        db.session.add(work)
    if work.source_digest == fingerprint(texts) and work.state in ON_DESK:
        return work
    # Whoever changes a text again and again waits no longer for that.
    if work.state not in ON_DESK:
        work.waiting_since = now()
    # The day of the last review stays: it tells that there was a translation, however often the text changes after it.
    had_one = work.reviewed_at is not None or work.state is WorkState.OUTDATED
    work.lang, work.source_digest = kind.source_lang(item).other, fingerprint(texts)
    work.state = WorkState.OUTDATED if had_one else WorkState.WAITING
    work.note = ""
    work.translator_id = work.reviewer_id = None
    work.machine_tries, work.machine_due_at = 0, None
    _free(work)
    db.session.flush()
    return work


def take_away(subject: str, item_ids: Sequence[int]) -> None:
    """These records are not public any more: whatever waited at the desk is closed."""
    works = sa.update(TranslationWork).where(
        TranslationWork.subject == subject,
        TranslationWork.subject_id.in_(item_ids),
        TranslationWork.state.in_(ON_DESK),
    )
    db.session.execute(works.values(state=WorkState.CLOSED, note="", claimed_by_id=None, claimed_until=None))


@timed("translations.bring")
def bring_untouched() -> int:
    """What came to the site by another way than a declaration, such as an import."""
    count = 0
    for name, subject in SUBJECTS.items():
        for item_id in subject.untouched(TranslationWork, SLICE):
            bring(name, item_id)
            count += 1
        db.session.commit()
    return count


def fingerprint(texts: list[Field]) -> str:
    """One fingerprint for all that is to be translated."""
    return digest("\n\n".join(f"{field.code}\n{field.source}" for field in texts))


def take(work: TranslationWork, *, by: Account) -> None:
    """Say that one is at it; the claim lapses by itself. Raises RuleViolation."""
    work, subject, item = _locked(work, None)
    if subject.own_words_wait(item):
        raise RuleViolation("translation_own_words_wait")
    _check_may(work, subject, item, by)
    _claim(work, by)


def release(work: TranslationWork, *, by: Account) -> None:
    """Let others have it."""
    work, _subject, _item = _locked(work, None)
    if work.claimed_by_id == by.id:
        _free(work)


def release_all(account_id: int) -> None:
    """Everything that somebody was at is free."""
    claimed = sa.update(TranslationWork).where(TranslationWork.claimed_by_id == account_id)
    db.session.execute(claimed.values(claimed_by_id=None, claimed_until=None))


def save(
    work: TranslationWork,
    words: Words,
    *,
    by: Account,
    shown: str,
    window: Window = NO_WINDOW,
    while_typing: bool = False,
) -> None:
    """Keep what was translated, or corrected by the second reader, so far.

    The button says that one has begun; what is saved `while_typing` moves nothing: a letter typed into somebody's draft
    makes nobody its translator. StaleForm when the text has changed since `shown`; RuleViolation, also when another
    window has saved other words.
    """
    work, subject, item = _locked(work, shown)
    _check_may(work, subject, item, by)
    texts, reviewing = subject.texts(item), work.state is WorkState.IN_REVIEW
    check_window(work, texts, words, window)
    keep_words(work, texts, words, by, TranslationState.IN_REVIEW if reviewing else TranslationState.DRAFT)
    if not reviewing and not while_typing:
        work.state, work.translator_id = WorkState.DRAFT, by.id
    work.last_save = window.after(work.last_save)
    _claim(work, by)


def submit(work: TranslationWork, words: Words, *, by: Account, shown: str, window: Window = NO_WINDOW) -> None:
    """Hand a whole translation to a second reader."""
    work, subject, item = _locked(work, shown)
    check_free(work, by.id, now())
    check_translator(work, by.id, _ids(subject, item))
    texts = subject.texts(item)
    check_window(work, texts, words, window)
    check_whole(texts, words)
    keep_words(work, texts, words, by, TranslationState.IN_REVIEW)
    work.last_save = window.after(work.last_save)
    work.state, work.translator_id, work.note = WorkState.IN_REVIEW, by.id, ""
    _free(work)
    _tell(TranslationSubmitted, work, by)


def accept(work: TranslationWork, words: Words, *, by: Account, shown: str, window: Window = NO_WINDOW) -> None:
    """A second reader accepts, with the corrections in `words`: the translation is public."""
    work, subject, item = _locked(work, shown)
    check_free(work, by.id, now())
    check_reviewer(work, by.id, _ids(subject, item))
    texts = subject.texts(item)
    check_window(work, texts, words, window)
    check_whole(texts, words)
    translator = db.session.get(Account, work.translator_id) if work.translator_id else None
    if translator is None:
        raise RuleViolation("translation_not_in_review")
    whole = {field.code: joined(words[field.code]) for field in texts}
    subject.add(item, whole, translator=translator, reviewer=by)
    work.last_save = window.after(work.last_save)
    work.state, work.reviewer_id, work.reviewed_at, work.note = WorkState.REVIEWED, by.id, now(), ""
    _free(work)
    _tell(TranslationReviewed, work, by)


def send_back(work: TranslationWork, note: str, *, by: Account, shown: str) -> None:
    """A second reader asks the translator for changes."""
    work, subject, item = _locked(work, shown)
    check_free(work, by.id, now())
    check_reviewer(work, by.id, _ids(subject, item))
    check_note(note)
    work.state, work.note = WorkState.DRAFT, clean(note)
    _free(work)
    _tell(TranslationSentBack, work, by)


def object_to(work: TranslationWork, note: str, *, by: Account) -> None:
    """The author objects: the translation leaves the page at once and goes back to the desk with what they say."""
    work, subject, item = _locked(work, None)
    check_objection(work, by.id, _ids(subject, item), note)
    rows = sa.select(Translation).filter_by(
        subject=work.subject, subject_id=work.subject_id, lang=work.lang, state=TranslationState.REVIEWED
    )
    made = db.session.scalars(rows).all()
    subject.take_off(item, {row.field for row in made if row.field in subject.fields and subject.still_says(item, row)})
    db.session.flush()
    for row in made:
        row.state, row.reviewed_at, row.reviewer_id = TranslationState.DRAFT, None, None
    work.source_digest = fingerprint(subject.texts(item))
    work.state, work.note, work.waiting_since = WorkState.DRAFT, clean(note), now()
    work.reviewer_id = None
    _tell(TranslationObjected, work, by)


def _locked(work: TranslationWork, shown: str | None) -> tuple[TranslationWork, Subject, Any]:
    subject = SUBJECTS[work.subject]
    subject.lock(work.subject_id)
    work = lock(TranslationWork, work.id)
    item = subject.load(work.subject_id)
    if item is None:
        raise RuleViolation("translation_not_open")
    if shown is not None and (shown != work.source_digest or work.source_digest != fingerprint(subject.texts(item))):
        raise StaleForm
    return work, subject, item


def _check_may(work: TranslationWork, subject: Subject, item: Any, by: Account) -> None:
    check_free(work, by.id, now())
    (check_reviewer if work.state is WorkState.IN_REVIEW else check_translator)(work, by.id, _ids(subject, item))


def _ids(subject: Subject, item: Any) -> set[int]:
    return {person.id for person in subject.authors(item)}


def _claim(work: TranslationWork, by: Account) -> None:
    work.claimed_by_id, work.claimed_until = by.id, now() + CLAIM


def _free(work: TranslationWork) -> None:
    work.claimed_by_id = work.claimed_until = None


def _tell(event: type[TranslationEvent], work: TranslationWork, by: Account) -> None:
    db.session.flush()
    emit(event(subject_id=work.id, by=by.id, about=work.subject, about_id=work.subject_id))
