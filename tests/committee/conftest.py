"""Texts that wait for the committee, and the people who judge them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.people import add_person


class House:
    """Makes people, texts and voices in one database session."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def person(self, role: str | None = None, side: str = "france", **more: Any) -> Any:
        """An account, maybe with a role."""
        return add_person(self.session, role, side=side, **more)

    def cooperation(self, by: Any, title: str = "Jumelage de deux chorales", **more: Any) -> Any:
        """A cooperation declared a moment ago."""
        from trianon.bilingual.lang import Lang
        from trianon.bilingual.text import Bilingual
        from trianon.cooperations import services
        from trianon.cooperations.declaration import Declaration, DeclaredPartner
        from trianon.cooperations.vocabulary import Activity, Domain
        from trianon.core.sides import Side

        values: dict[str, Any] = {
            "lang": Lang.FR,
            "title": title,
            "summary": "Deux chorales chantent ensemble chaque été.\nElles se logent chez l’habitant.",
            "partners": (
                DeclaredPartner(Side.FRANCE, Bilingual("Chorale de Tulle", ""), "Tulle"),
                DeclaredPartner(Side.RUSSIA, Bilingual("Chorale de Smolensk", ""), "Smolensk"),
            ),
            "domains": (Domain.CULTURE,),
            "activity": Activity.ACTIVE,
        }
        return services.submit(Declaration(**values | more), by=by)

    def contribution(self, by: Any, title: str = "Un banc devant la gare", text: str = "", **more: Any) -> Any:
        """A contribution sent a moment ago."""
        from trianon.bilingual.lang import Lang
        from trianon.contributions import services
        from trianon.contributions.models import ContributionKind

        return services.submit(
            by,
            **{"lang": Lang.FR, "kind": ContributionKind.PROPOSAL} | more,
            title=title,
            text=text or f"{title} : il en faudrait un à l’ombre, et un autre au soleil. " * 3,
        )

    def organisation(self, by: Any, name: str = "Les Amis du fleuve", side: str = "france") -> Any:
        """An organisation proposed a moment ago."""
        from trianon.accounts import organisation_services
        from trianon.accounts.organisation_models import OrganisationKind
        from trianon.bilingual.lang import Lang
        from trianon.bilingual.text import Bilingual
        from trianon.core.sides import Side

        said = organisation_services.Description(
            kind=OrganisationKind.ASSOCIATION,
            side=Side(side),
            name=Bilingual(name, ""),
            place=Bilingual("Tulle", ""),
            website=None,
            source_lang=Lang.FR,
        )
        return organisation_services.propose(said, by=by)

    def case_of(self, item: Any) -> Any:
        """The open case on a record's newest version."""
        from trianon.committee import queries

        return queries.case_of(type(item).__name__.lower(), item.id, item.version)

    def voice(self, case: Any, by: Any, verdict: str, **more: Any) -> Any:
        """Give a voice as the page would; a refusal or a request gets a reason and a note in the author's language."""
        from trianon.bilingual.lang import Lang
        from trianon.committee import services
        from trianon.committee.rules import Reason, Verdict

        values: dict[str, Any] = {"note_lang": Lang.FR, "shown_version": case.version}
        if verdict != "accept":
            values |= {"note": "Merci de dire qui organise."}
        if verdict == "refuse":
            values |= {"reasons": [Reason.OFF_TOPIC]}
        return services.give_voice(case, by=by, verdict=Verdict(verdict), **values | more)


@pytest.fixture
def house(db_session: Any) -> House:
    """For tests of services and queries."""
    return House(db_session)


@pytest.fixture
def in_house(transaction: Any) -> Callable[..., Any]:
    """`in_house(lambda house: …)` – do something in a transaction of its own, for tests that use a client too."""

    def run(deed: Callable[[House], Any]) -> Any:
        with transaction() as session:
            return deed(House(session))

    return run
