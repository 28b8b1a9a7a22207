"""Invented workshops, and the people who registered for them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa

from trianon.bilingual.text import Bilingual
from trianon.core.clock import at, now
from trianon.core.database import db
from trianon.demo.stage import Stage, days_ago, rows
from trianon.themes.models import SubTheme
from trianon.workshops import services
from trianon.workshops.rules import moment_of
from trianon.workshops.services import Plan

ANNOUNCED, OPENED, FIRST_REGISTRATION = 60, 58, 50


def load_workshops(stage: Stage) -> int:
    """Plan each workshop, open its registration, let people come in the order of the file."""
    for row in rows("workshops"):
        host = stage.people[row["host"]]
        with at(days_ago(ANNOUNCED)):
            workshop = services.create(_plan(row, host.id), by=host)
        stage.workshops[row["key"]] = workshop
        if row["state"] == "announced":
            continue
        with at(days_ago(OPENED)):
            services.open_registration(workshop.id, by=host)
        for place, key in enumerate(row["registered"]):
            with at(days_ago(FIRST_REGISTRATION - place / 10)):
                services.register(workshop.id, by=stage.people[key])
        if row["state"] == "cancelled":
            with at(days_ago(1)):
                services.cancel(workshop.id, by=host)
    return len(stage.workshops)


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
        registration_opens_at=opens,
        meeting_link="https://meet.example.org/dialogue",
        host_id=host_id,
    )


def _both(words: dict[str, str]) -> Bilingual:
    return Bilingual(words["fr"], words["ru"])
