"""The steps between a right password and being in: the code, the browser, the second factor that a role needs."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from trianon.accounts import devices, enrolment
from trianon.accounts import second_factor as factor
from trianon.accounts.models import Account
from trianon.accounts.session import enter, go_halfway
from trianon.core.database import db


def go_on(account: Account, target: str | None) -> ResponseReturnValue:
    """The next step of signing in: a code where there is a second factor, else the page one was going to."""
    if factor.is_asked_of(account):
        go_halfway(account, target)
        db.session.commit()
        return redirect(url_for("accounts.second_factor"), 303)
    return let_in(account, target)


def let_in(account: Account, target: str | None, *, with_code: bool = False) -> ResponseReturnValue:
    """In; somebody whose role needs a second factor is led to it first."""
    target = enter(account, target, with_code=with_code)
    devices.remember(account)
    if account.owes_second_factor:
        enrolment.begin(account)
        target = url_for("accounts.second_step_setup", next=target)
    db.session.commit()
    return redirect(target, 303)
