"""Invented workshops, and the people who registered for them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core.clock import at, now
from trianon.core.database import db
from trianon.demo.stage import Stage, days_ago, rows
from trianon.themes.models import SubTheme
from trianon.workshops import agenda, questions, rooms, services
from trianon.workshops.agenda import EventPlan
from trianon.workshops.allocation import Newcomer
from trianon.workshops.room_models import Provider
from trianon.workshops.rooms import RoomPlan
from trianon.workshops.rules import moment_of
from trianon.workshops.services import Plan

# Before the start, or before today where the start is still far.
ANNOUNCED, OPENED, FIRST_REGISTRATION = timedelta(days=30), timedelta(days=28), timedelta(days=20)
BETWEEN = timedelta(hours=5)


def load_workshops(stage: Stage) -> int:
    """Plan each workshop, open its registration, let people come in the order of the file."""
    for row in rows("workshops"):
        host, plan = stage.people[row["host"]], _plan(row, stage.people[row["host"]].id)
        start = min(plan.starts_at, now())
        with at(start - ANNOUNCED):
            workshop = services.create(plan, by=host)
        stage.workshops[row["key"]] = workshop
        if "room" in row:
            plan_of_room = RoomPlan(provider=Provider.LINK, **row["room"])
            rooms.describe(workshop.id, plan_of_room, seen="", by=host)
        if row["state"] == "announced":
            continue
        with at(start - OPENED):
            services.open_registration(workshop.id, by=host)
        for place, key in enumerate(row["registered"]):
            with at(start - FIRST_REGISTRATION + place * BETWEEN):
                person, said = stage.people[key], row.get("answers", {}).get(key, {})
                services.register(workshop.id, by=person, newcomer=_answered(person, said))
        for place, one in enumerate(row.get("questions", ())):
            with at(start - FIRST_REGISTRATION + (place + 2) * BETWEEN):
                questions.ask(workshop, one["text"], Lang(one["lang"]), by=stage.people[one["by"]])
        if row["state"] == "cancelled":
            with at(days_ago(1)):
                services.cancel(workshop.id, by=host)
    return len(stage.workshops)


def _answered(person: Account, said: dict[str, Any]) -> Newcomer:
    """What somebody told the hosts when they registered; most people tell nothing."""
    return Newcomer(
        person,
        language=Lang(said["language"]) if "language" in said else None,
        wants_interpretation=said.get("interpretation", False),
        needs=said.get("needs", ""),
    )


def load_agenda(stage: Stage) -> int:
    """Events that others hold, put into the agenda by the two secretariats."""
    entries = rows("agenda")
    for row in entries:
        first = (now() + timedelta(days=row["in_days"])).date()
        with at(days_ago(20)):
            agenda.add(
                EventPlan(
                    **{name: _both(row[name]) for name in ("title", "place", "organiser", "summary")},
                    starts_on=first,
                    ends_on=first + timedelta(days=row["days"] - 1),
                    link=row["link"],
                ),
                by=stage.people[row["by"]],
            )
    return len(entries)


def _plan(row: dict[str, Any], host_id: int) -> Plan:
    sub_theme = db.session.scalars(sa.select(SubTheme).filter_by(slug=row["sub_theme"])).one()
    day: date = (now() + timedelta(days=row["starts"]["in_days"])).date()
    opens = now() + timedelta(days=14) if row["state"] == "announced" else None
    return Plan(
        sub_theme_id=sub_theme.id,
        title=_both(row["title"]),
        purpose=_both(row["purpose"]),
        programme=_both(row["programme"]),
        speakers=_both(row["speakers"]),
        starts_at=moment_of(day, time.fromisoformat(row["starts"]["at"]), row["zone"]),
        zone=row["zone"],
        minutes=row["minutes"],
        languages=row["languages"],
        interpretation=row["interpretation"],
        capacity=row["capacity"],
        **_kept(row, day),
        registration_opens_at=opens,
        meeting_link="https://meet.example.org/dialogue",
        host_id=host_id,
    )


def _kept(row: dict[str, Any], day: date) -> dict[str, Any]:
    """The seats kept for each side until some days before, and how many people of each side are hoped for."""
    seats, least = row.get("seats", {}), row.get("minimum", {})
    found: dict[str, Any] = {f"minimum_{side}": number for side, number in least.items()}
    if seats:
        until = day - timedelta(days=seats["released_days_before"])
        found |= {"reserved_france": seats["france"], "reserved_russia": seats["russia"]}
        found["released_at"] = moment_of(until, time(12), row["zone"])
    return found


def _both(words: dict[str, str]) -> Bilingual:
    return Bilingual(words["fr"], words["ru"])
