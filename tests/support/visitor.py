"""Somebody who visits the site: Flask's test client, and the real forms filled in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.forms import Form, forms_of
from tests.support.people import fresh_code, session_of


class Visitor:
    """A browser without a screen: keeps its cookies, sends what the page's own forms hold, CSRF mark included."""

    def __init__(self, app: Flask, lang: str = "fr") -> None:
        self.app = app
        self.lang = lang
        self.id: int | None = None
        self.http: FlaskClient = app.test_client()

    def get(self, path: str, **more: Any) -> TestResponse:
        """Ask for a page; a path without a language gets the visitor's."""
        return self.http.get(self._path(path), **more)

    def post(self, path: str, **more: Any) -> TestResponse:
        """Send something as it is, without any form: what a forger would do."""
        return self.http.post(self._path(path), **more)

    def submit(
        self,
        path: str,
        data: dict[str, str | list[str]] | None = None,
        *,
        form: str | None = None,
        button: tuple[str, str] | None = None,
        follow: bool = False,
    ) -> TestResponse:
        """Open a page, fill in its form and send it.

        `form` chooses by identity or by the end of the action; without it, the first POST form that has all fields.
        """
        page = self.get(path)
        assert page.status_code == 200, f"{path} answered {page.status_code}"
        chosen = _choose(forms_of(page.text), data or {}, form, path)
        sent = chosen.filled(data or {})
        if button:
            sent[button[0]] = [button[1]]
        target = urljoin(self._path(path), chosen.action or self._path(path))
        return self.http.post(target, data=sent, follow_redirects=follow)

    def enter(self, email: str) -> None:
        """Be signed in without the pages that lead there: most tests are about what comes after."""
        from trianon.core.database import db

        with self.app.app_context():
            identity = session_of(db.session, email)
        with self.http.session_transaction() as session:
            session["_user_id"], session["_fresh"] = identity, True

    def sign_in(self, email: str, password: str) -> TestResponse:
        """Sign in by the real forms, code included; fails when the site does not let the person in."""
        answer = self.submit("/account/sign-in", {"email": email, "password": password})
        if answer.status_code in (302, 303) and answer.location.endswith("/account/second-factor"):
            answer = self.submit("/account/second-factor", {"code": self._code(email)})
        assert answer.status_code in (302, 303), f"{email} could not sign in: {answer.status_code}"
        return answer

    def _code(self, email: str) -> str:
        from trianon.core.database import db

        with self.app.app_context():
            return fresh_code(db.session, email)

    def sign_out(self) -> TestResponse:
        """Leave, by the form in the head of every page."""
        return self.submit("/", form="/account/sign-out")

    def _path(self, path: str) -> str:
        return path if path.startswith(("/fr/", "/ru/", "http")) else f"/{self.lang}{path}"


def _choose(forms: list[Form], data: dict[str, Any], wanted: str | None, path: str) -> Form:
    for one in forms:
        named = wanted is None or one.identity == wanted or one.action.split("?")[0].endswith(wanted)
        if one.method == "post" and named and set(data) <= one.names:
            return one
    raise AssertionError(
        f"{path} has no such form: wanted {wanted or 'any'} with {sorted(data)}, "
        f"there are {[(one.action, one.identity, sorted(one.names)) for one in forms]}"
    )
