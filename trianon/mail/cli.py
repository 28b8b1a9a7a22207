"""Commands of mail: what the mail server calls, and what an operator asks."""

from __future__ import annotations

import os
import sys

import click
import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from trianon.bilingual.lang import Lang
from trianon.core.counters import counts
from trianon.core.database import db
from trianon.mail.delivery import deliver_now
from trianon.mail.models import AddressState, Delivery, OutboxMail
from trianon.mail.outbox import post_to
from trianon.mail.receiving import COUNTER, receive
from trianon.mail.reports import Unreadable

mail = AppGroup("mail", help="Commands of mail.")

# Larger messages are read up to here: what concerns us stands at the beginning.
LONGEST = 2 * 1024 * 1024
# Postfix's local(8) and Exim tell by these to whom the message was addressed.
ENVELOPE_TO = ("ORIGINAL_RECIPIENT", "RECIPIENT", "LOCAL_PART_SUFFIX")


@mail.command("receive")
@click.option("--to", "envelope_to", default="", help="The address that the message came to, if the server tells it.")
def receive_one(envelope_to: str) -> None:
    """Read one message from standard input, as a mail server's pipe gives it.

    Ends with 0 when it was dealt with, 65 when it cannot be read, 75 when the server should bring it again later.
    """
    raw = sys.stdin.buffer.read(LONGEST)
    while sys.stdin.buffer.read(LONGEST):
        pass
    try:
        done = receive(raw, " ".join([envelope_to, *(os.environ.get(name, "") for name in ENVELOPE_TO)]))
        db.session.commit()
    except Unreadable:
        click.echo("unreadable", err=True)
        sys.exit(os.EX_DATAERR)
    except OperationalError:
        click.echo("the database did not answer; bring it again later", err=True)
        sys.exit(os.EX_TEMPFAIL)
    click.echo(done)


@mail.command("test")
@click.argument("address")
@click.option("--lang", type=click.Choice([lang.value for lang in Lang]), default=Lang.FR.value)
def send_test(address: str, lang: str) -> None:
    """Send one test mail at once and print what the mail server answered."""
    try:
        valid = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as fault:
        raise click.ClickException(str(fault)) from None
    row = post_to("mail.test", valid.normalized, Lang(lang))
    db.session.flush()
    said = deliver_now(row)
    click.echo(f"{row.state}: {said}")
    if row.state is not Delivery.SENT:
        sys.exit(1)


@mail.command("failures")
def failures() -> None:
    """Print what became of the mails of the last 30 days, by provider; no address is shown."""
    columns = (OutboxMail.provider, OutboxMail.state, OutboxMail.fault, OutboxMail.report, OutboxMail.report_status)
    shown = sa.select(sa.func.count().label("number"), *columns).where(OutboxMail.provider != "")
    for row in db.session.execute(shown.group_by(*columns).order_by(sa.func.count().desc(), *columns)):
        words = [str(word) for word in row[1:] if word]
        click.echo(f"{row.number:>7}  {'  '.join(words)}")
    paused = db.session.scalar(sa.select(sa.func.count()).where(AddressState.paused_at.is_not(None)))
    click.echo(f"{paused:>7}  addresses are paused")
    for kind, number in sorted(counts(COUNTER)[COUNTER].items()):
        click.echo(f"{number:>7}  received: {kind}")
