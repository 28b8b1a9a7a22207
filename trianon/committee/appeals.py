"""Contesting a decision: by its author, once, within six months, in a text of one's own."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.checking import clean
from trianon.bilingual.lang import likely_lang
from trianon.committee import services
from trianon.committee.appeal_rules import APPEAL_WITHIN, check_appeal, may_be_contested
from trianon.committee.models import Appeal, Case
from trianon.committee.subjects import SUBJECTS
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation


def contest(case: Case, *, by: Account, text: str) -> Appeal:
    """Open an appeal against a decision; the same text sent twice by the same person is one appeal.

    RuleViolation: not_contestable, appeal_twice, appeal_late, and those of `check_appeal`.
    """
    lock(Case, case.id)
    text = clean(text)
    known = appeal_against(case)
    if known is not None and known.text == text:
        return known
    if not may_be_contested(case.matter, case.verdict):
        raise RuleViolation("not_contestable")
    if known is not None:
        raise RuleViolation("appeal_twice")
    if now() > contested_until(case):
        raise RuleViolation("appeal_late")
    check_appeal(text)
    appeal = Appeal(contested=case, made_by_id=by.id, text=text, lang=likely_lang(text), made_at=now())
    db.session.add(appeal)
    db.session.flush()
    services.open_case("appeal", appeal.id, 1, by=by.id)
    return appeal


def appeal_against(case: Case) -> Appeal | None:
    """The appeal against a decision, if there is one."""
    return db.session.scalars(sa.select(Appeal).filter_by(contested_id=case.id)).one_or_none()


def contested_until(case: Case) -> datetime:
    """The last moment at which a decision can be contested."""
    if case.decided_at is None:
        raise ValueError("this case is not decided")
    return case.decided_at + APPEAL_WITHIN


def is_author(person: Account, case: Case) -> bool:
    """Whether the decision is about a text of this person: they read its statement of reasons and may contest it."""
    subject = SUBJECTS[case.subject]
    item = subject.load(case.subject_id)
    return item is not None and person.id in {author.id for author in subject.authors(item)}
