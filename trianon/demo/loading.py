"""The demonstration, piece by piece, told as if it had happened over the last months; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.core.database import db
from trianon.demo.people import load_organisations, load_people
from trianon.demo.stage import Stage
from trianon.mail.models import OutboxMail


def is_loaded() -> bool:
    """Whether somebody lives here already."""
    return db.session.scalar(sa.select(Account.id).limit(1)) is not None


def steps() -> Iterator[str]:
    """Load one piece after the other and say so in a line each; the caller commits."""
    from trianon.demo.body import load_body
    from trianon.demo.desk import load_desk
    from trianon.demo.follows import load_follows
    from trianon.demo.organisations import load_members, load_sub_themes
    from trianon.demo.procedures import load_procedures
    from trianon.demo.programme import load_agenda, load_workshops
    from trianon.demo.records import load_places, load_records, load_themes
    from trianon.demo.replies import load_replies
    from trianon.demo.stances import load_stances
    from trianon.demo.texts import load_contributions, load_cooperations

    stage = Stage()
    pieces: list[tuple[str, Callable[[Stage], int]]] = [
        ("themes and sub-themes", load_themes),
        ("places", load_places),
        ("cooperations read in public sources", load_records),
        ("invented people", load_people),
        ("invented organisations", load_organisations),
        ("proposals for next year’s theme", load_body),
        ("sub-themes of organisations", load_sub_themes),
        ("members of federations", load_members),
        ("online workshops", load_workshops),
        ("events of the agenda", load_agenda),
        ("contributions", load_contributions),
        ("declared cooperations", load_cooperations),
        ("answers to proposals", load_stances),
        ("replies to contributions", load_replies),
        ("notes at the desk of the committee", load_desk),
        ("reports, a measure, an invitation, a claim, answers", load_procedures),
        ("people who follow something", load_follows),
    ]
    for name, load in pieces:
        count = load(stage)
        db.session.flush()
        yield f"{count:>4} {name}"
    # Nobody is written to about an invented past.
    db.session.execute(sa.delete(OutboxMail))
