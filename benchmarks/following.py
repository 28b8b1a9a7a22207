"""One event with 100,000 followers: what the request costs, and how long until all inboxes have it."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from typing import Any

import sqlalchemy as sa

from tests.support import databases, house
from tests.support.evidence import a_run
from tests.support.people import LONG_AGO, add_person

FOLLOWERS = int(os.environ.get("FOLLOWERS", "100000"))
ROUNDS = 3
TARGET = house.ROOT / "docs" / "evidence"


def main() -> None:
    """Each engine on a fresh database; the measures into docs/evidence/following.{json,md}."""
    with a_run("following"):
        found = {engine: measure(engine) for engine in ("postgresql", "sqlite")}
    (TARGET / "following.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (TARGET / "following.md").write_text(told(found), encoding="utf-8")
    print(told(found))


def measure(engine: str) -> dict[str, float]:
    """Seconds to publish a text that nobody and that everybody follows, and to fill all inboxes of the second."""
    from trianon import create_app
    from trianon.core.database import db
    from trianon.core.settings import Settings

    url = databases.fresh_database(engine, "following")
    app = create_app(Settings.from_environment(databases.settings_for(url, **databases.PATIENT)))
    with app.app_context():
        topics = prepare(db.session)
        db.session.commit()
        alone, followed, spread, slices = [], [], [], []
        for number in range(ROUNDS):
            alone.append(publish(f"seul {number}", topics["alone"]))
            drain()
            followed.append(publish(f"suivi {number}", topics["followed"]))
            began = time.perf_counter()
            slices += drain()
            spread.append(time.perf_counter() - began)
        lines = db.session.scalar(sa.text("SELECT count(*) FROM notification WHERE kind = 'follows.contribution'"))
        db.session.remove()
        db.engine.dispose()
    if lines != FOLLOWERS * ROUNDS:
        sys.exit(f"{engine}: {lines} lines instead of {FOLLOWERS * ROUNDS}")
    return {
        "request_alone_ms": round(1000 * statistics.median(alone), 2),
        "request_followed_ms": round(1000 * statistics.median(followed), 2),
        "ratio": round(statistics.median(followed) / statistics.median(alone), 2),
        "spread_s": round(statistics.median(spread), 2),
        "longest_slice_s": round(max(slices), 2),
    }


def prepare(session: Any) -> dict[str, Any]:
    """Two sub-themes, one with followers: accounts and follows by plain inserts."""
    from tests.workshops.making import add_sub_theme
    from trianon.accounts.models import Account
    from trianon.notifications.following_models import Follow

    topics = {name: add_sub_theme(session, slug=name) for name in ("alone", "followed")}
    model = add_person(session)
    shared = {column.name: getattr(model, column.name) for column in Account.__table__.columns}
    for begin in range(0, FOLLOWERS, 10_000):
        numbers = range(begin + 10_000, min(begin + 20_000, FOLLOWERS + 10_000))
        people = [shared | {"id": one, "email": f"follower{one}@example.org"} for one in numbers]
        session.execute(sa.insert(Account.__table__), people)
        row = {"subject": "sub_theme", "subject_id": topics["followed"].id, "since": LONG_AGO}
        session.execute(sa.insert(Follow.__table__), [row | {"account_id": one} for one in numbers])
    session.execute(sa.text("ANALYZE"))
    return topics


def publish(title: str, sub_theme: Any) -> float:
    """The deed of the request that accepts a text, its commit included."""
    from trianon.bilingual.lang import Lang
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind
    from trianon.core.database import db

    words = {"lang": Lang.FR, "kind": ContributionKind.OPINION, "title": title, "text": f"{title} : un texte. " * 5}
    item = services.submit(add_person(db.session), sub_theme=sub_theme, **words)
    db.session.commit()
    began = time.perf_counter()
    services.publish(item, by=None)
    db.session.commit()
    return time.perf_counter() - began


def drain() -> list[float]:
    """Slice after slice, as the worker does; how long each held the database."""
    from trianon.notifications.spreading import spread_slice

    took, more = [], 1
    while more:
        began = time.perf_counter()
        more = spread_slice()
        took.append(time.perf_counter() - began)
    return took


def told(found: dict[str, dict[str, float]]) -> str:
    """The table."""
    rows = [
        f"| {engine} | {one['request_alone_ms']} | {one['request_followed_ms']} | {one['ratio']} | {one['spread_s']} "
        f"| {one['longest_slice_s']} |"
        for engine, one in found.items()
    ]
    return "\n".join(
        [
            f"# One event with {FOLLOWERS:,} followers",
            "",
            f"`make show-following`. Medians of {ROUNDS} rounds, interleaved; publishing includes the commit.",
            "",
            "| database | published without followers, ms | with, ms | ratio | all inboxes, s | longest slice, s |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    main()
