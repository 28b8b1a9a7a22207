"""`flask audit verify`: whether the journal is whole, its last sealed row, its unsealed tail, where it is broken."""

from __future__ import annotations

import re

import click
from flask.cli import AppGroup

from trianon.core import sealing

audit = AppGroup("audit", help="The journal of actions.")

KINDS = {
    "changed": "row {entry} is not what was sealed: it, or its seal, has been changed or put out of order",
    "removed": "row {entry} was sealed and is gone",
    "seal_missing": "the seal before row {entry} is gone",
}


@audit.command()
@click.option("--known", metavar="PLACE:HASH", help="A last seal that you noted elsewhere: it must still be there.")
def verify(known: str | None) -> None:
    """Say whether the journal is whole; status 1 when it is not."""
    finding = sealing.verify(_noted(known))
    if finding.last is not None:
        click.echo(f"last seal: {finding.last.place}:{finding.last.digest} (row {finding.last.entry_id})")
    click.echo(f"sealed: {finding.sealed} rows; not sealed yet: {finding.unsealed} rows")
    if finding.fault is not None:
        said = KINDS[finding.fault.kind].format(entry=finding.fault.entry_id)
        raise click.ClickException(f"The journal is broken at place {finding.fault.place}: {said}.")
    if not finding.knows:
        raise click.ClickException("The journal is broken: the seal that you noted is not in the chain.")
    click.echo("The journal is whole.")


def _noted(known: str | None) -> tuple[int, str] | None:
    if known is None:
        return None
    if not re.fullmatch(r"[0-9]{1,12}:[0-9a-f]{64}", known):
        raise click.BadParameter("give a place and a hash, as this command says them: 1234:0f3a…")
    place, digest = known.split(":")
    return int(place), digest
