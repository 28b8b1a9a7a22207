"""What is done to workshops: plan, change, open, cancel; register and leave. Seats change in `allocation` alone."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from trianon.accounts.models import Account
from trianon.bilingual.text import Bilingual
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.rows import together
from trianon.workshops import hiding, rooms
from trianon.workshops.allocation import Newcomer, allocate, depart, dismiss_all, living
from trianon.workshops.events import (
    AnswersChanged,
    PersonLeft,
    PersonQueued,
    RegistrationOpened,
    SeatConfirmed,
    WorkshopAnnounced,
    WorkshopCancelled,
    WorkshopChanged,
    WorkshopMoved,
)
from trianon.workshops.models import Registration, RegistrationState, Workshop, WorkshopState
from trianon.workshops.room_rules import check_no_way_in
from trianon.workshops.rules import (
    check_answers,
    check_cancel,
    check_change,
    check_dates,
    check_leaving,
    check_opening,
    check_registration,
    gives_seats,
)
from trianon.workshops.seat_rules import check_room, check_seats, taken_by_side

NO_TEXT = Bilingual("", "")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a host decides about a workshop; the names are those of the model."""

    sub_theme_id: int
    title: Bilingual
    purpose: Bilingual
    programme: Bilingual = NO_TEXT
    speakers: Bilingual = NO_TEXT
    starts_at: datetime
    zone: str
    minutes: int
    languages: list[str]
    interpretation: bool = False
    capacity: int
    reserved_france: int = 0
    reserved_russia: int = 0
    released_at: datetime | None = None
    minimum_france: int = 0
    minimum_russia: int = 0
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    meeting_link: str | None = None
    host_id: int

    def __post_init__(self) -> None:
        """Languages have no order: the same two are the same plan."""
        object.__setattr__(self, "languages", sorted(self.languages))

    @property
    def texts(self) -> list[Bilingual]:
        """What everybody reads."""
        return [getattr(self, name) for name in hiding.FIELDS]


# What stands in people's calendars and makes them plan anew: they are told at once.
TOLD = frozenset({"starts_at", "minutes", "languages", "interpretation"})


def version_of(workshop: Workshop) -> str:
    """What a form carries to notice that the workshop was edited meanwhile; registrations do not change it."""
    return workshop.updated_at.isoformat()


def create(plan: Plan, *, by: Account) -> Workshop:
    """Announce a workshop in the programme."""
    at = now()
    check_dates(plan, at)
    check_seats(plan)
    check_no_way_in(plan.texts, [plan.meeting_link])
    workshop = Workshop(state=WorkshopState.ANNOUNCED, revision=1, created_at=at, updated_at=at)
    _write(workshop, plan)
    db.session.add(workshop)
    db.session.flush()
    hiding.make_findable(workshop)
    emit(WorkshopAnnounced(subject_id=workshop.id, by=by.id))
    return workshop


def change(workshop_id: int, plan: Plan, *, seen: str, by: Account) -> Workshop:
    """Edit a workshop; a larger room seats people who wait, a new time is told to everybody registered.

    Raises StaleForm when it is no longer the version `seen`, RuleViolation when it is cancelled or the room too small.
    """

    def edit(workshop: Workshop, at: datetime) -> None:
        if version_of(workshop) != seen:
            raise StaleForm
        check_change(workshop)
        check_seats(plan)
        check_room(plan, taken_by_side(workshop), at)
        check_dates(plan, at if plan.starts_at != workshop.starts_at else None)
        hiding.check_texts(workshop.texts, plan)
        check_no_way_in(plan.texts, [plan.meeting_link, *rooms.ways_into(workshop)])
        _edit(workshop, plan, at, by)

    return allocate(workshop_id, edit)[0]


def open_registration(workshop_id: int, *, by: Account) -> Workshop:
    """Let people register from now on."""

    def open_now(workshop: Workshop, at: datetime) -> None:
        check_opening(workshop, at)
        workshop.state = WorkshopState.OPEN
        # To the minute, as forms show it.
        workshop.registration_opens_at = at.replace(second=0, microsecond=0)
        workshop.updated_at = at
        emit(RegistrationOpened(subject_id=workshop.id, by=by.id))

    return allocate(workshop_id, open_now)[0]


def cancel(workshop_id: int, *, by: Account) -> Workshop:
    """Cancel a workshop and all its registrations; everybody registered is told."""

    def call_off(workshop: Workshop, at: datetime) -> None:
        check_cancel(workshop, at)
        workshop.state = WorkshopState.CANCELLED
        workshop.updated_at = at
        workshop.revision += 1
        # Told before they are taken off: afterwards nobody is registered.
        emit(WorkshopCancelled(subject_id=workshop.id, by=by.id, revision=workshop.revision))
        dismiss_all(workshop, at)

    return allocate(workshop_id, call_off)[0]


def register(workshop_id: int, *, by: Account, newcomer: Newcomer | None = None) -> tuple[Registration, bool]:
    """Register a person: a seat, or a place at the end of the list. Also tells whether the registration is new.

    Raises RuleViolation("registration_…") when one cannot register now.
    """
    with together():
        try:
            registration = allocate(workshop_id, check_registration, newcomer or Newcomer(by))[1]
        except RuleViolation:
            # Somebody who is registered is told so, even when nobody else can register any more.
            known = living(workshop_id, by.id)
            if known is None:
                raise
            return known, False
        if registration is None:
            known = living(workshop_id, by.id)
            if known is None:
                raise LookupError("what stood in the way of a registration is gone")
            return known, False
        told = SeatConfirmed if registration.state is RegistrationState.CONFIRMED else PersonQueued
        emit(told(subject_id=workshop_id, by=by.id, registration=registration.id))
    return registration, True


def leave(workshop_id: int, *, by: Account) -> Registration | None:
    """Give up a seat, which goes to the next who waits, or a place in the list. None when there was none.

    Raises RuleViolation("too_late_to_leave") once the workshop is over.
    """
    left: Registration | None = None

    def go(workshop: Workshop, at: datetime) -> None:
        nonlocal left
        left = living(workshop.id, by.id)
        if left is not None:
            check_leaving(workshop, at)
            had_seat = left.state is RegistrationState.CONFIRMED
            depart(workshop, left, at)
            emit(PersonLeft(subject_id=workshop.id, by=by.id, registration=left.id, had_seat=had_seat))

    allocate(workshop_id, go)
    return left


def answer_anew(workshop_id: int, said: Newcomer) -> Registration | None:
    """Change what somebody registered had answered; None when they are not registered. Seats do not depend on it.

    Raises RuleViolation("too_late_to_answer") once nobody prepares the meeting any more.
    """
    found = living(workshop_id, said.account.id)
    if found is None:
        return None
    lock(Registration, found.id)
    check_answers(found.workshop, now())
    answers = {name: getattr(said, name) for name in ("language", "wants_interpretation", "needs")}
    changed = tuple(name for name, answer in answers.items() if getattr(found, name) != answer)
    for name in changed:
        setattr(found, name, answers[name])
    if changed:
        by = said.account.id
        emit(AnswersChanged(subject_id=workshop_id, by=by, registration=found.id, fields=changed))
    return found


def silence(registration: Registration) -> None:
    """No more reminders of this workshop; nothing else changes."""
    registration.silent_since = registration.silent_since or now()


def _edit(workshop: Workshop, plan: Plan, at: datetime, by: Account) -> None:
    was_to_come = gives_seats(workshop, at)
    changed = _write(workshop, plan)
    if not changed:
        return
    workshop.updated_at = at
    hiding.make_findable(workshop)
    if set(hiding.FIELDS) & set(changed):
        hiding.written_anew(workshop.texts, by=by)
    # How long it was concerns nobody's calendar any more; a new start is never past.
    comes = gives_seats(workshop, at) and (was_to_come or "starts_at" in changed)
    told = comes and bool(TOLD & set(changed))
    if told:
        workshop.revision += 1
    emit(WorkshopChanged(subject_id=workshop.id, by=by.id, fields=changed, revision=workshop.revision))
    if told:
        workshop.told_at = at
        emit(WorkshopMoved(subject_id=workshop.id, by=by.id, revision=workshop.revision))


def _write(workshop: Workshop, plan: Plan) -> tuple[str, ...]:
    """Put the plan into the workshop; returns the names of what is different now."""
    changed = tuple(field.name for field in fields(plan) if getattr(workshop, field.name) != getattr(plan, field.name))
    for name in changed:
        setattr(workshop, name, getattr(plan, name))
    return changed
