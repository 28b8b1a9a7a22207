"""Who is here: Flask-Login, loaded only when somebody asks; entering and leaving."""

from __future__ import annotations

import hmac
from datetime import timedelta

from flask import Flask, current_app, g, request, session, url_for
from flask_login import AnonymousUserMixin, LoginManager, current_user, login_user

from trianon.accounts import drafts, sessions
from trianon.accounts.models import Account
from trianon.accounts.rules import is_safe_next
from trianon.core.clock import now
from trianon.core.database import SAFE_METHODS, db
from trianon.core.permissions import View
from trianon.core.sides import Role

# Between the password and the code of the second factor.
HALFWAY_LIFETIME = timedelta(minutes=10)


class Visitor(AnonymousUserMixin):
    """Somebody without an account: no side, no role, no right but what is public."""

    id = None
    side = None
    is_confirmed = False
    sits = False
    unread = 0
    owes_second_factor = False
    roles: frozenset[Role] = frozenset()


class SessionsOnly(LoginManager):
    """Nobody is known but by the session: the library's second cookie, which we never set, is not read."""

    def _load_user_from_remember_cookie(self, cookie: str) -> None:
        return None


def init_session(app: Flask) -> None:
    """Bind Flask-Login without its context processor, which would load the account for every template."""
    manager = SessionsOnly()
    manager.anonymous_user = Visitor
    manager.user_loader(load_account)
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["current_person"] = current_user

    @app.before_request
    def own_clock() -> None:
        # Reading the session of a visitor without a cookie costs nothing and sets none.
        if "_user_id" in session and current_user.is_authenticated:
            g.time_zone = current_user.time_zone


def one_at_a_time(view: View) -> View:
    """Mark a view whose forms a person sends one after the other: the second waits where the person is recognised.

    Their row is locked by the statement that reads it, so that the view needs no other one for it.
    """
    view.one_at_a_time = True  # type: ignore[attr-defined]
    return view


def load_account(identity: str) -> Account | None:
    """The account of a session, unless it was ended, or the account deleted. Without a code its roles do not count."""
    acts = request.method not in SAFE_METHODS
    view = current_app.view_functions.get(request.endpoint or "")
    return sessions.whose(identity, acts=acts, alone=acts and getattr(view, "one_at_a_time", False))


def enter(account: Account, next_url: str | None = None, *, with_code: bool = False) -> str:
    """Sign in with a new session that keeps nothing but the draft; returns the address to go on to."""
    key = session.get("draft")
    _renew()
    _open(account, with_code=with_code)
    adopted = drafts.adopt(key, account)
    if adopted and key:
        session["draft"] = key
    if next_url and is_safe_next(next_url):
        return next_url
    link = drafts.link_to(adopted) if adopted else None
    return link.url if link else url_for("accounts.space")


def rotate(*, with_code: bool | None = None) -> None:
    """A new session in this browser and none elsewhere: rights or proofs have changed. The cookie of before is dead."""
    # The person, not the stand-in that always asks who is here: put in its own place, that one would ask for ever.
    account: Account = current_user._get_current_object()
    passed = not account.without_code if with_code is None else with_code
    sessions.end_all(account)
    _open(account, with_code=passed)


def _open(account: Account, *, with_code: bool) -> None:
    row, account.identity = sessions.open_session(account, request.user_agent.string, with_code=with_code)
    account.session_id, account.without_code = row.id, not with_code
    login_user(account)


def leave() -> None:
    """Sign out: nothing of the session remains, the draft's key neither, for others may use this machine."""
    row = sessions.living(session.get("_user_id", ""))
    if row is not None:
        sessions.end(row)
    session.clear()


def go_halfway(account: Account, next_url: str | None) -> None:
    """The password was right; a second factor is still to be shown."""
    key = session.get("draft")
    _renew()
    if key:
        session["draft"] = key
    session["halfway"] = {"id": _proof(account), "at": now().timestamp(), "next": next_url}


def halfway() -> tuple[Account, str | None] | None:
    """Who has shown the password a moment ago, and where they were going; None when it was too long ago."""
    kept = session.get("halfway")
    if not kept or now().timestamp() - kept["at"] > HALFWAY_LIFETIME.total_seconds():
        return None
    number = kept["id"].partition("-")[0]
    account = db.session.get(Account, int(number)) if number.isdigit() else None
    # A new password in between ends this, too.
    if account is None or not account.is_active or not hmac.compare_digest(_proof(account), kept["id"]):
        return None
    return account, kept["next"]


def _proof(account: Account) -> str:
    return f"{account.id}-{account.session_key}"


def _renew() -> None:
    """A session that somebody may have planted before is worth nothing after; of one's own before, nothing stays."""
    row = sessions.living(session.get("_user_id", ""))
    if row is not None:
        sessions.end(row)
    session.clear()
