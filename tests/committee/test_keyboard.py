"""Three texts judged by keyboard in a real browser; single keys do nothing until they are turned on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from tests.committee.hands import Hands, Run, by_single_keys, by_tab, prepare
from tests.load.rush import site_of

WORDS = [
    {
        "lang": "fr",
        "kind": "proposal",
        "title": f"Une passerelle {number}",
        "text": "Elle relierait la gare au marché. " * 4,
    }
    for number in range(3)
]


def test_three_texts_by_keyboard(serve: Callable[..., Any], page: Any) -> None:
    """Accepted, accepted, sent back with prepared words; one text after the other without the list in between."""
    server = serve(processes=1, worker=False, TRIANON_DEMO="1", SMTP_URL="")
    name, value = prepare(server, WORDS)
    page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    run = Run()
    page.goto(f"{server.url}/fr/committee/queue?kind=contribution")
    page.keyboard.press("b")
    assert page.url.endswith("/queue?kind=contribution")
    by_single_keys(page, Hands(page, run), WORDS)
    assert page.locator(".record").count() == 0
    # To the first text, and from each to the next.
    assert run.pages == 1 + len(WORDS)
    assert run.most_keys <= 4
    assert decided(server) == ["accept", "accept", "ask_changes"]
    assert "Merci de préciser" in note_of(server)
    prepare(server, WORDS[:1])
    page.goto(f"{server.url}/fr/committee/queue")
    by_tab(page, Hands(page, run), WORDS[:1])
    assert decided(server) == ["accept", "accept", "ask_changes", "accept"]


def decided(server: Any) -> list[str]:
    """What was decided, oldest first."""
    from trianon.committee.models import Case
    from trianon.core.database import db

    with site_of(server):
        return [str(verdict) for verdict in db.session.scalars(sa.select(Case.verdict).order_by(Case.id))]


def note_of(server: Any) -> str:
    """What the author of the last text of the first three reads."""
    from trianon.committee.models import Voice
    from trianon.core.database import db

    with site_of(server):
        return str(db.session.scalars(sa.select(Voice.note).where(Voice.note != "")).one())
