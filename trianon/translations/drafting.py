"""Machine drafts: what waits at the desk is sent to the service of the settings, if one is named, within a budget.

Only what is public comes to the desk, so nothing is sent before it was accepted. A draft is never public by itself: its
page says that nobody has read it, and translators begin from it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from trianon.bilingual.models import Origin, Translation, TranslationParagraph, TranslationState
from trianon.bilingual.translating import paragraphs
from trianon.core import counters
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.outside import Refused, Unavailable
from trianon.core.text import digest
from trianon.core.timed import timed
from trianon.core.translation_settings import MachineTranslation
from trianon.translations.machine import translate
from trianon.translations.models import TranslationWork
from trianon.translations.rules import WorkState
from trianon.translations.services import fingerprint
from trianon.translations.subjects import SUBJECTS, Field

# Texts in one turn of the timed work: mails wait no longer than this many answers.
SLICE = 3
# Without a draft a text waits for two turns, then four, up to an hour: whoever repairs the service waits no longer.
# More tries are not counted.
TURN, LONGEST_PAUSE, MOST_TRIES = timedelta(minutes=1), timedelta(hours=1), 20
# Characters sent, by day.
SENT = "translations.machine"


@timed("translations.draft")
def draft_waiting() -> int:
    """Draft the oldest texts that no machine has seen; 0 without a service, or when the day's budget is spent."""
    settings: MachineTranslation = current_app.config["SETTINGS"].machine_translation
    if not settings.url:
        return 0
    waiting = (
        sa.select(TranslationWork.id)
        .where(
            TranslationWork.state.in_((WorkState.WAITING, WorkState.OUTDATED)),
            TranslationWork.machine_digest != TranslationWork.source_digest,
            sa.or_(TranslationWork.machine_due_at.is_(None), TranslationWork.machine_due_at <= now()),
            # Whoever is at a text writes their own words meanwhile.
            sa.or_(TranslationWork.claimed_until.is_(None), TranslationWork.claimed_until <= now()),
        )
        .order_by(TranslationWork.waiting_since, TranslationWork.id)
    )
    ids = list(db.session.scalars(waiting.limit(SLICE)))
    db.session.commit()
    made = 0
    for work_id in ids:
        try:
            made += _draft(settings, work_id)
        except Unavailable as fault:
            current_app.logger.warning("the translation service, text %s: %s", work_id, fault)
            if not isinstance(fault, Refused):
                # Nobody is there: the other texts wait for the next turn.
                break
    return made


def _draft(settings: MachineTranslation, work_id: int) -> bool:
    """One text. No transaction is open while the service thinks; what has changed meanwhile is not kept.

    Raises Unavailable, after the text was put back behind the others.
    """
    work = db.session.get(TranslationWork, work_id)
    item = SUBJECTS[work.subject].load(work.subject_id) if work else None
    texts = SUBJECTS[work.subject].texts(item) if work and item else []
    asked = [field for field in texts if work and not _has_words(work, field)]
    day = now().date().isoformat()
    if work is None or not texts or not _spend(settings, day, _size(asked)):
        db.session.rollback()
        _put_off(work_id)
        return False
    db.session.commit()
    source, shown = work.lang.other, fingerprint(texts)
    made: list[list[str]] = []
    try:
        for field in asked:
            made.append(translate(settings, paragraphs(field.source), source))
    except Unavailable:
        # What got no answer is not counted.
        counters.bump(SENT, day, -_size(asked[len(made) :]))
        _put_off(work_id)
        raise
    SUBJECTS[work.subject].lock(work.subject_id)
    work = lock(TranslationWork, work_id)
    item = SUBJECTS[work.subject].load(work.subject_id) if work else None
    if work is None or item is None or work.state not in (WorkState.WAITING, WorkState.OUTDATED):
        db.session.rollback()
        return False
    if fingerprint(SUBJECTS[work.subject].texts(item)) == shown == work.source_digest:
        work.machine_digest, work.machine_tries, work.machine_due_at = shown, 0, None
        for field, parts in zip(asked, made, strict=True):
            _keep(work, field, parts)
    db.session.commit()
    return bool(asked)


def _put_off(work_id: int) -> None:
    """Let the others come first, for twice as long each time; committed at once."""
    work = lock(TranslationWork, work_id)
    if work is not None:
        work.machine_tries = min(work.machine_tries + 1, MOST_TRIES)
        work.machine_due_at = now() + min(2**work.machine_tries * TURN, LONGEST_PAUSE)
    db.session.commit()


def _size(texts: list[Field]) -> int:
    return sum(len(field.source) for field in texts)


def _spend(settings: MachineTranslation, day: str, size: int) -> bool:
    """Write down what is about to be sent; False when it is more than what is left of the day."""
    if counters.counts(SENT)[SENT].get(day, 0) + size > settings.budget:
        return False
    counters.bump(SENT, day, size)
    return True


def _key(work: TranslationWork, field: Field) -> dict[str, Any]:
    key = {"subject": work.subject, "subject_id": work.subject_id, "field": field.code, "lang": work.lang}
    return key | {"source_digest": digest(field.source)}


def _has_words(work: TranslationWork, field: Field) -> bool:
    """Whether somebody's words, begun or whole, stand there already."""
    row = db.session.scalars(sa.select(Translation).filter_by(**_key(work, field))).one_or_none()
    return row is not None and bool(row.paragraphs)


def _keep(work: TranslationWork, field: Field, parts: list[str]) -> None:
    if not any(parts) or _has_words(work, field):
        return
    # A field that somebody left empty.
    db.session.execute(sa.delete(Translation).filter_by(**_key(work, field)))
    db.session.add(
        Translation(
            **_key(work, field),
            state=TranslationState.DRAFT,
            origin=Origin.MACHINE,
            created_at=now(),
            paragraphs=[
                TranslationParagraph(position=place, source_digest=digest(original), text=text, origin=Origin.MACHINE)
                for place, (original, text) in enumerate(zip(paragraphs(field.source), parts, strict=True))
                if text
            ],
        )
    )


def draft_of(work: TranslationWork, texts: list[Field]) -> dict[str, str] | None:
    """A machine's whole draft of each field for readers; None when there is none, or a person has begun."""
    rows = sa.select(Translation).filter_by(
        subject=work.subject, subject_id=work.subject_id, lang=work.lang, origin=Origin.MACHINE
    )
    found = {(row.field, row.source_digest): row for row in db.session.scalars(rows)}
    words = {}
    for field in texts:
        row = found.get((field.code, digest(field.source)))
        if row is None or len(row.paragraphs) != len(paragraphs(field.source)):
            return None
        words[field.code] = row.text
    return words or None
