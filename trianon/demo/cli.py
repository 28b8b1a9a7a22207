"""Commands of the demonstration."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from trianon.core.database import db
from trianon.demo.loading import is_loaded, steps
from trianon.demo.people import FACTOR_SECRET, PASSWORD, present_code, who_can_sign_in

demo = AppGroup("demo", help="Invented people and texts of the demonstration.")


@demo.command("load")
@click.option("--accounts", "and_accounts", is_flag=True, help="Then print who can sign in.")
@click.pass_context
def load(context: click.Context, and_accounts: bool) -> None:
    """Load the real records, the invented people and what they wrote, the first time; later do nothing."""
    if is_loaded():
        click.echo("  Everything is there already.")
    else:
        for step in steps():
            click.echo(f"  {step}")
        db.session.commit()
    if and_accounts:
        context.invoke(accounts)


@demo.command("accounts")
def accounts() -> None:
    """Print who can sign in, and how."""
    click.echo(f"  Demonstration accounts, all with the password: {PASSWORD}")
    click.echo(
        f"  Whoever has a role is asked for a code, too. Now: {present_code()} (later codes: the page shows them)."
    )
    click.echo(f"  For an authenticator application of your own: {FACTOR_SECRET}")
    for role, side, email in who_can_sign_in():
        click.echo(f"    {role:<18} {side:<8} {email}")
