"""Commands of accounts: the first people, appointed where nobody could appoint them yet."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from trianon.accounts.fields import tidy_address
from trianon.accounts.queries import account_with
from trianon.accounts.rules import FIRST_ROLES
from trianon.accounts.services import appoint_first
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.sides import Role

accounts = AppGroup("accounts", help="Commands of accounts.")

REASONS = {
    "not_confirmed": "This person has not confirmed their address yet.",
    "not_a_first_role": "Only administrator and secretary_general are appointed by this command.",
    "no_side": "A secretary general belongs to the French or to the Russian side.",
    "role_taken": "This role was given already. The command gives that of secretary general once more only where a side"
    " has neither a co-president nor a secretary general, and nobody stands in for them.",
}


@accounts.command()
@click.argument("email")
@click.argument("role", type=click.Choice(sorted(role.value for role in FIRST_ROLES)))
def appoint(email: str, role: str) -> None:
    """Appoint the first administrator, or the first secretary general of the person's side. Works once for each.

    A side that has lost its co-president and its secretary general, with nobody to stand in, is restarted by it.
    """
    account = account_with(tidy_address(email) or "")
    if account is None:
        raise click.ClickException("No account has this address: sign up on the site first.")
    try:
        appoint_first(account, Role(role))
    except RuleViolation as refusal:
        raise click.ClickException(REASONS[refusal.code]) from None
    db.session.commit()
    click.echo(f"{account.name} is now {role} ({account.side.value}).")
