"""Workshops and people to test with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.support.people import add_person
from trianon.bilingual.text import Bilingual
from trianon.core.clock import now
from trianon.themes.models import SubTheme, Theme
from trianon.workshops import services
from trianon.workshops.models import RegistrationState, Workshop
from trianon.workshops.services import Plan


def add_sub_theme(session: Any, slug: str = "mobility") -> SubTheme:
    """A sub-theme of the current theme."""
    theme = session.query(Theme).filter_by(is_current=True).one_or_none()
    if theme is None:
        theme = Theme(year=2018, slug="city", title=Bilingual("La ville du futur", "Город будущего"), is_current=True)
        session.add(theme)
        session.flush()
    position = session.query(SubTheme).count() + 1
    made = SubTheme(
        theme_id=theme.id,
        position=position,
        slug=slug,
        title=Bilingual(f"Mobilité {position}", f"Мобильность {position}"),
        intro=Bilingual("Se déplacer.", "Передвигаться."),
    )
    session.add(made)
    session.flush()
    return made


def plan_for(session: Any, **more: Any) -> Plan:
    """A plan for next month with two seats; `more` replaces its parts."""
    start = (now() + timedelta(days=30)).replace(hour=16, minute=30, second=0, microsecond=0)
    parts: dict[str, Any] = {
        "title": Bilingual("Le tramway revient", "Трамвай возвращается"),
        "purpose": Bilingual("Comparer deux lignes.", "Сравнить две линии."),
        "programme": Bilingual("- Des photographies\n- Un débat", "- Фотографии\n- Разговор"),
        "speakers": Bilingual("Irène Chastagnol", "Ирен Шастаньоль"),
        "starts_at": start,
        "zone": "Europe/Paris",
        "minutes": 90,
        "languages": ["fr", "ru"],
        "interpretation": True,
        "capacity": 2,
        "meeting_link": "https://meet.example.org/secret-room",
    }
    parts |= more
    parts.setdefault("host_id", 0)
    if not parts["host_id"]:
        parts["host_id"] = add_person(session, "host").id
    if "sub_theme_id" not in parts:
        parts["sub_theme_id"] = add_sub_theme(session, slug=f"theme-{session.query(SubTheme).count() + 1}").id
    return Plan(**parts)


def add_workshop(session: Any, *, is_open: bool = True, **more: Any) -> Workshop:
    """A workshop in the programme; open for registration unless said otherwise."""
    plan = plan_for(session, **more)
    from trianon.accounts.models import Account

    host = session.get(Account, plan.host_id)
    made = services.create(plan, by=host)
    if is_open:
        services.open_registration(made.id, by=host)
    return made


def move_into_past(session: Any, workshop: Workshop, days: int = 3) -> datetime:
    """As if it had taken place some days ago."""
    workshop.starts_at = now() - timedelta(days=days)
    session.flush()
    return workshop.starts_at


def states_of(session: Any, workshop: Workshop) -> list[str]:
    """The state of each registration, in order of arrival."""
    session.expire_all()
    return [str(one.state) for one in workshop.registrations]


CONFIRMED, WAITING, LEFT, REMOVED = (state.value for state in RegistrationState)
