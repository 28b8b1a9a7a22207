"""Commands of places."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from trianon.cooperations.gazetteer import load_places
from trianon.core.database import db

places = AppGroup("places", help="Commands of places.")


@places.command("load")
def load() -> None:
    """Load the list of French and Russian places; running it twice changes nothing."""
    new, known = load_places()
    db.session.commit()
    click.echo(f"places: {known}, of which new: {new}")
