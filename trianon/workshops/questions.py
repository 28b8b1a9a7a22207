"""Questions for the speakers, from people with a seat and from those who watch: read by the hosts alone, never public.

A question in a room is answered aloud; whoever wants it published writes a contribution on the workshop.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from trianon import personal_terms
from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.events import on
from trianon.core.paging import Page, page
from trianon.core.timed import timed
from trianon.workshops.models import Workshop
from trianon.workshops.room_models import Question
from trianon.workshops.room_rules import check_question

QUESTIONS_ON_A_PAGE = 50
AT_ONCE = 500


def ask(workshop: Workshop, text: str, lang: Lang, *, by: Account) -> Question:
    """Put a question to the speakers; the same words twice are one. Raises RuleViolation when it is too late or enough.

    The asker is locked first, so that two tabs cannot go past the limit together.
    """
    lock(Account, by.id)
    earlier = list(db.session.scalars(sa.select(Question).filter_by(workshop_id=workshop.id, account_id=by.id)))
    same = next((one for one in earlier if one.text == text), None)
    if same is not None:
        return same
    check_question(workshop, now(), len(earlier))
    made = Question(workshop_id=workshop.id, account_id=by.id, lang=lang, text=text, asked_at=now())
    db.session.add(made)
    db.session.flush()
    return made


def questions_about(workshop_id: int, cursor: str | None = None) -> Page:
    """For the hosts, in the order they were asked."""
    rows = sa.select(Question).filter_by(workshop_id=workshop_id)
    rows = rows.options(joinedload(Question.account).options(lazyload(Account.appointments)))
    return page(rows, Question.asked_at, Question.id, cursor, newest_first=False, size=QUESTIONS_ON_A_PAGE)


def own_questions(workshop_id: int, account_id: int) -> list[Question]:
    """What a person has asked, so that they see that it arrived."""
    rows = sa.select(Question).filter_by(workshop_id=workshop_id, account_id=account_id).order_by(Question.id)
    return list(db.session.scalars(rows))


@timed("workshops.questions")
def erase_old() -> int:
    """What was asked is erased at its term after the workshop."""
    old = sa.select(Question.id).join(Workshop, Workshop.id == Question.workshop_id)
    old = old.where(Workshop.starts_at < now() - personal_terms.QUESTION.after).order_by(Question.id).limit(AT_ONCE)
    numbers = list(db.session.scalars(old))
    db.session.execute(sa.delete(Question).where(Question.id.in_(numbers)))
    db.session.commit()
    return len(numbers)


@on(AccountLeaving)
def forget(event: AccountLeaving) -> None:
    """Questions are the person's own: they go with the account."""
    db.session.execute(sa.delete(Question).where(Question.account_id == event.subject_id))
