"""Commands of themes."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from trianon.core.database import db
from trianon.themes.loading import VOCABULARY, load_theme

themes = AppGroup("themes", help="Commands of themes.")


@themes.command("load")
@click.argument(
    "path", metavar="[FILE]", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=VOCABULARY
)
def load(path: Path) -> None:
    """Load the year's theme and its sub-themes from a vocabulary file; running it twice changes nothing."""
    try:
        theme = load_theme(path)
    except (KeyError, TypeError, ValueError) as error:
        raise click.ClickException(f"{path} is not a vocabulary with a theme and its sub-themes ({error!r}).") from None
    db.session.commit()
    click.echo(f"{theme.year}: {theme.slug}, sub-themes: {len(theme.sub_themes)}")
