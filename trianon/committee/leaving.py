"""When a member deletes their account: voices stand, signed by a number; one that is alone on an open case is void."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.leaving_events import AccountLeaving
from trianon.committee.events import VoiceVoided
from trianon.committee.models import Case, CaseState, Voice
from trianon.core.audit import emit
from trianon.core.database import db
from trianon.core.events import on


@on(AccountLeaving)
def void_lone_voices(event: AccountLeaving) -> None:
    """Domain, "Who decides": pending voices alone on a case are void when a mandate ends."""
    for case in _open_cases_of(event.subject_id):
        if any(voice.member_id != event.subject_id for voice in case.voices):
            continue
        for voice in list(case.voices):
            db.session.delete(voice)
        db.session.flush()
        db.session.expire(case, ["voices"])
        emit(VoiceVoided(subject_id=case.id, by=event.subject_id, about=case.subject, about_id=case.subject_id))


def _open_cases_of(member_id: int) -> list[Case]:
    """The open cases on which somebody has spoken, locked in the order of their numbers."""
    spoken = sa.select(Voice.case_id).where(Voice.member_id == member_id)
    cases = sa.select(Case).where(Case.id.in_(spoken), Case.state == CaseState.OPEN).order_by(Case.id)
    return list(db.session.scalars(cases.with_for_update().execution_options(populate_existing=True)))
