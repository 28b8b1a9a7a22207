"""The worker: sends the mails that wait, and once a minute does what is due. It may be killed at any moment."""

from __future__ import annotations

import signal
import time
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from trianon.core.database import db
from trianon.core.timed import jobs, slices
from trianon.mail.delivery import deliver_waiting

MINUTE = 60.0
PAUSE_SECONDS = 0.5
BREATH_SECONDS = 0.05
# Work by slices whose last slice failed waits for the next minute: by name, until when.
_waits: dict[str, float] = {}


@click.command()
@with_appcontext
def due() -> None:
    """Do all timed work that is due now, and all work by slices to its end."""
    while run_slices():
        pass
    for name, count in run_due().items():
        click.echo(f"{name}: {count}")


@click.command()
@click.option("--once", is_flag=True, help="Send what waits now, do what is due, and stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Send mails as they come and do timed work every minute, until stopped."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    last_due = 0.0
    while not stopping:
        last_due, is_busy = _round(last_due)
        if once and not is_busy:
            return
        # Between two slices everybody else may write.
        time.sleep(BREATH_SECONDS if is_busy else PAUSE_SECONDS)


def _round(last_due: float) -> tuple[float, bool]:
    """One turn of the worker: when timed work was done last, and whether more waits than this turn could do.

    A database that is away for a moment is tried again at the next.
    """
    is_busy = False
    try:
        deliver_waiting()
        is_busy = run_slices() > 0
        if time.monotonic() - last_due < MINUTE and last_due:
            return last_due, is_busy
        run_due()
    except OperationalError:
        current_app.logger.warning("the database did not answer; trying again")
        time.sleep(PAUSE_SECONDS * 4)
    finally:
        db.session.remove()
    return time.monotonic(), is_busy


def run_slices() -> int:
    """One slice of each work that is done so; how much was done. One that fails is logged and waits a minute."""
    done = 0
    for name, work in slices().items():
        if time.monotonic() < _waits.get(name, 0.0):
            continue
        try:
            done += work()
        except OperationalError:
            raise
        except Exception:
            db.session.rollback()
            _waits[name] = time.monotonic() + MINUTE
            current_app.logger.exception("a slice of %s failed", name)
    return done


def run_due() -> dict[str, int]:
    """Run every timed job; one that fails is logged and does not stop the others."""
    done = {}
    for name, job in jobs().items():
        try:
            done[name] = job()
        except Exception:
            db.session.rollback()
            current_app.logger.exception("timed job %s failed", name)
    return done
