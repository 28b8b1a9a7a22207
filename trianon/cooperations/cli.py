"""Commands of cooperations."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from tqdm import tqdm

from trianon.cooperations import import_words, publishing
from trianon.cooperations.import_files import ImportFile
from trianon.cooperations.importing import Outcome, import_rows
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain

# Named so that nobody takes the import away: it registers the reasons.
_REASONS = import_words

LANGUAGES = ("en", "fr", "ru")

cooperations = AppGroup("cooperations", help="Commands of cooperations.")


@cooperations.command("import")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen; store nothing.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the report; that of the terminal by default.")
def import_(path: Path, dry_run: bool, lang: str | None) -> None:
    """Bring in the records of a CSV or XLSX file (the shapes of twinnings.csv and partnerships.csv).

    Valid rows are stored, refused ones are listed with their line and the reason; running it twice changes nothing.
    Ends with 1 when nothing could be read.
    """
    with force_locale(lang or _terminal_language()):
        try:
            with closing(ImportFile(path)) as file:
                read = _import(file, path.name, dry_run)
        except RuleViolation as reason:
            click.echo(f"{path}: {explain(reason)}", err=True)
            read = False
    if not read:
        sys.exit(1)


@cooperations.command("reindex")
def reindex() -> None:
    """Put every public record into list and search anew: after an update that changes how words are found."""
    for done in publishing.reindex():
        db.session.commit()
        click.echo(done)


def _terminal_language() -> str:
    wanted = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "")[:2]
    return wanted if wanted in LANGUAGES else "en"


def _import(file: ImportFile, name: str, dry_run: bool) -> bool:
    """Store and report; whether any row could be read."""
    total = Outcome()
    repeated = refused = 0
    # Quick files need no bar, and a log no bar at all.
    with tqdm(total=file.size, unit="B", unit_scale=True, desc=name, delay=1, disable=None, file=sys.stderr) as bar:
        for outcome in import_rows(file):
            if dry_run:
                db.session.rollback()
            else:
                db.session.commit()
            total.cooperations += outcome.cooperations
            total.organisations += outcome.organisations
            repeated += len(outcome.repeated)
            refused += len(outcome.refused)
            bar.update(file.position - bar.n)
            with bar.external_write_mode(file=sys.stdout):
                _list_refused(outcome)
    if not total.accepted + repeated + refused:
        raise RuleViolation("no_rows")
    _report(name, total, repeated, refused, dry_run)
    return bool(total.accepted + repeated)


def _list_refused(outcome: Outcome) -> None:
    for line, reason in sorted(outcome.refused, key=lambda pair: pair[0]):
        click.echo(_("Line %(line)s refused. %(reason)s", line=line, reason=explain(reason)))


def _report(name: str, total: Outcome, repeated: int, refused: int, dry_run: bool) -> None:
    click.echo(_("%(name)s (tried out, nothing stored)", name=name) if dry_run else name)
    kinds = (
        ngettext("%(num)s cooperation", "%(num)s cooperations", total.cooperations),
        ngettext("%(num)s organisation", "%(num)s organisations", total.organisations),
    )
    click.echo("  " + _("Accepted: %(num)s (%(kinds)s)", num=total.accepted, kinds=", ".join(kinds)))
    click.echo("  " + _("Repeated, already known: %(num)s", num=repeated))
    click.echo("  " + _("Refused: %(num)s", num=refused))
