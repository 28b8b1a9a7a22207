"""People, a sub-theme and a workshop for the tests of contributions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.committee.conftest import house, in_house  # noqa: F401
from tests.support.people import add_person
from tests.support.visitor import Visitor

TEXT_FR = "Des arceaux à vélos **couverts** devant chaque gare.\n\nLes villes y gagnent : moins de voitures."
TEXT_RU = "Крытые велопарковки у каждого вокзала.\n\nГорода выигрывают: машин меньше."


def add_sub_theme(session: Any) -> Any:
    """The current theme with one sub-theme."""
    from trianon.bilingual.text import Bilingual
    from trianon.themes.models import SubTheme, Theme

    theme = Theme(
        year=2018, slug="ville-du-futur", title=Bilingual("La ville du futur", "Город будущего"), is_current=True
    )
    sub_theme = SubTheme(
        theme=theme,
        position=1,
        slug="mobilite",
        title=Bilingual("Mobilité", "Мобильность"),
        intro=Bilingual("Se déplacer.", "Передвижение."),
    )
    session.add(sub_theme)
    session.flush()
    return sub_theme


def add_workshop(session: Any, sub_theme: Any, host: Any) -> Any:
    """A workshop in a month."""
    from trianon.bilingual.text import Bilingual
    from trianon.workshops.models import Workshop, WorkshopState

    moment = datetime.now(UTC)
    workshop = Workshop(
        sub_theme=sub_theme,
        title=Bilingual("Le vélo en hiver", "Велосипед зимой"),
        purpose=Bilingual("En parler.", "Обсудить."),
        programme=Bilingual("", ""),
        speakers=Bilingual("", ""),
        starts_at=moment + timedelta(days=30),
        zone="Europe/Paris",
        minutes=90,
        languages=["fr", "ru"],
        state=WorkshopState.OPEN,
        host=host,
        capacity=20,
        created_at=moment,
        updated_at=moment,
    )
    session.add(workshop)
    session.flush()
    return workshop


def send(author: Any, lang: str = "fr", **changes: Any) -> Any:
    """A text sent for examination through the service."""
    from trianon.bilingual.lang import Lang
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind

    words = {
        "lang": Lang(lang),
        "kind": ContributionKind.PROPOSAL,
        "title": "Un toit pour les vélos" if lang == "fr" else "Крыша для велосипедов",
        "text": TEXT_FR if lang == "fr" else TEXT_RU,
    }
    if "title" in changes:
        # Another text, not the same one under another title.
        words["text"] = f"{words['text']}\n\n{changes['title']}"
    return services.submit(author, **words | changes)


class Cast:
    """Numbers and addresses of the people of a test, which outlive the session that made them."""

    def __init__(self, session: Any) -> None:
        sub_theme = add_sub_theme(session)
        people = {
            "author": add_person(session, name="Marie Dubois"),
            "russian": add_person(session, side="russia", name="Анна Иванова"),
            "stranger": add_person(session, name="Paul Martin"),
            "member": add_person(session, "member", name="Luc Petit"),
            "unconfirmed": add_person(session, name="Jean Neuf", confirmed_at=None),
        }
        self.workshop = add_workshop(session, sub_theme, people["member"]).id
        self.sub_theme = sub_theme.id
        self.ids = {name: person.id for name, person in people.items()}
        self.emails = {name: person.email for name, person in people.items()}


@pytest.fixture
def cast(transaction: Any) -> Cast:
    """The people of a test with a client."""
    with transaction() as session:
        return Cast(session)


@pytest.fixture
def signed_in(visitors: Any, cast: Cast) -> Any:
    """`signed_in("author", "ru")` – a visitor of this name, signed in."""

    def enter(name: str, lang: str = "fr") -> Visitor:
        visitor = visitors(lang)
        visitor.enter(cast.emails[name])
        return visitor

    return enter


@pytest.fixture
def sent(transaction: Any, cast: Cast) -> Any:
    """`sent("author", "fr", title=…)` – the number of a text that waits for the committee."""

    def make(name: str = "author", lang: str = "fr", **changes: Any) -> int:
        from trianon.accounts.models import Account

        with transaction() as session:
            return int(send(session.get(Account, cast.ids[name]), lang, **changes).id)

    return make


@pytest.fixture
def decided(transaction: Any, cast: Cast) -> Any:
    """`decided(number, "publish")` – the committee's verb on a text, as the committee calls it."""

    def carry_out(number: int, verb: str) -> int:
        from trianon.accounts.models import Account
        from trianon.contributions import services
        from trianon.contributions.models import Contribution

        with transaction() as session:
            item = session.get(Contribution, number)
            getattr(services, verb)(item, by=session.get(Account, cast.ids["member"]))
        return number

    return carry_out


@pytest.fixture
def published(sent: Any, decided: Any) -> Any:
    """`published("russian", "ru")` – the number of a public text."""

    def make(name: str = "author", lang: str = "fr", **changes: Any) -> int:
        return int(decided(sent(name, lang, **changes), "publish"))

    return make
