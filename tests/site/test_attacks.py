"""What a stranger sends: every one of these once ended in a fault, or told more than it should."""

from __future__ import annotations

import base64
import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import EnvironBuilder

from tests.support.house import ROOT
from tests.support.people import PASSWORD
from trianon.core.clock import now
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.settings import Settings

# ---------------------------------------------------------------- requests


@pytest.mark.parametrize("path", ["/cooperations/declare", "/account/sign-up", "/contributions/write", "/"])
def test_head_is_a_get_without_a_body(client: Any, path: str) -> None:
    """Programs that check links in mails ask with HEAD: nothing may happen, and nothing may fail."""
    answer = client.http.head(f"/fr{path}")
    assert answer.status_code == 200
    assert answer.data == b""


@pytest.mark.parametrize("host", ["evil.example", "a b", "", "localhost:abc", "localhost@evil.example", "é"])
def test_a_name_that_is_not_ours_is_a_plain_400(client: Any, host: str) -> None:
    """No page can be made for it: every address on it would lead there."""
    environ = EnvironBuilder("/ru/").get_environ() | {"HTTP_HOST": host.encode().decode("latin-1")}
    with client.app.request_context(environ):
        answer = client.app.full_dispatch_request()
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"
    assert "evil" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("cookie", ["remember_token=1|é", "remember_token=1|abc", "dialogue=é", "dialogue=.a.b"])
def test_a_cookie_that_nobody_gave_is_no_cookie(client: Any, cookie: str) -> None:
    """Neither a fault nor a way in."""
    answer = client.http.get("/fr/account/", headers={"Cookie": cookie.encode().decode("latin-1")})
    assert answer.status_code == 302
    assert "/account/sign-in" in answer.location


CURSORS = [
    "a|0001-01-01T00:00:00+23:00|1",
    "a|9999-12-31T23:00:00-23:00|1",
    "a|2026-01-01T00:00:00|1",
    "b|é|1",
    "a|1|é",
]


@pytest.mark.parametrize("path", ["/cooperations/", "/workshops/", "/contributions/", "/organisations/"])
@pytest.mark.parametrize("cursor", [*CURSORS, f"a|{'9' * 30}|1", "a|2026-01-01T00:00:00+00:00|-1", "a\x00|\x00|1"])
def test_a_cursor_that_nobody_gave_is_the_first_page(client: Any, path: str, cursor: str) -> None:
    """Dates at the ends of the calendar have no moment in other zones."""
    page = base64.urlsafe_b64encode(cursor.encode()).decode()
    assert client.get(path, query_string={"page": page}).status_code == 200


def test_nobody_is_asked_for_the_address_of_the_visitor(app: Any) -> None:
    """X-Forwarded-For counts only as far as our own proxies wrote it."""
    from trianon import create_app

    def seen_by(**settings: str) -> str | None:
        env = {"TRIANON_DEMO": "1", "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], **settings}
        made = create_app(Settings.from_environment(env))
        found: list[str | None] = []
        from flask import request

        made.before_request(lambda: found.append(request.remote_addr))
        made.test_client().get("/fr/nothing", headers={"X-Forwarded-For": "6.6.6.6, 9.9.9.9"})
        return found[0]

    assert seen_by() == "127.0.0.1"
    assert seen_by(TRUSTED_PROXIES="1") == "9.9.9.9"


def test_a_limit_may_be_written_in_every_way_that_is_accepted() -> None:
    """`10/minute` once passed the check and broke every sign-in."""
    settings = Settings.from_environment({"TRIANON_DEMO": "1", "SIGN_IN_LIMIT": "10/minute"})
    assert settings.sign_in_limit == "10 per 1 minute"


# ---------------------------------------------------------------- logs and answers to the unexpected


def test_the_log_says_where_and_never_what(app: Any, client: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Addresses of pages carry keys, statements carry what people typed."""

    typed = "@".join(["jane", "example.org"])

    def broken(*_args: object, **_more: object) -> None:
        from trianon.core.database import db

        db.session.execute(sa.text("SELECT :typed FROM nowhere"), {"typed": typed})

    app.testing = app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["accounts.reset"] = broken
    broken.permission = app.view_functions["accounts.sign_in"].permission  # type: ignore[attr-defined]
    with caplog.at_level(logging.DEBUG):
        assert client.get("/account/reset/the-secret-key?next=the-query").status_code == 500
    assert "/account/reset/<link>" in caplog.text
    for secret in (typed, "the-secret-key", "the-query"):
        assert secret not in caplog.text


def test_the_database_may_quote_nobody(app: Any) -> None:
    """PostgreSQL puts the refused row into its message."""
    message = "\n".join(["duplicate key", f"DETAIL:  Key (email)=({'jane@'}example.org) already exists.", "end"])
    try:
        raise ValueError(message)
    except ValueError as fault:
        record = logging.LogRecord("trianon", logging.ERROR, "", 0, "x", (), (type(fault), fault, fault.__traceback__))
    assert app.logger.filter(record)
    shown = logging.Formatter().format(record)
    assert "duplicate key" in shown
    assert "jane@example.org" not in shown


@pytest.mark.parametrize("refusal", [RuleViolation("not_possible_now"), StaleForm()])
def test_a_rule_that_no_view_expected_is_a_409(app: Any, client: Any, refusal: Exception) -> None:
    """Two acts at once are nobody's fault."""

    def refused(**_more: object) -> None:
        raise refusal

    refused.permission = app.view_functions["accounts.sign_in"].permission  # type: ignore[attr-defined]
    app.view_functions["pages.about"] = refused
    assert client.get("/about").status_code == 409


# ---------------------------------------------------------------- what an answer tells


def test_a_draft_does_not_tell_whether_the_address_had_an_account(
    visitors: Callable[..., Any], sign_in_as: Callable[..., Any], transaction: Callable[[], Any]
) -> None:
    """The draft of a visitor who signs up stays with them until the address is confirmed, known or not."""
    owner = sign_in_as()
    with transaction() as session:
        from trianon.accounts.models import Account

        known = session.get(Account, owner.id).email
    seen = []
    for address in (known, "nobody@example.org"):
        stranger = visitors()
        draft = stranger.post("/cooperations/declare").location
        sent = stranger.submit(
            "/account/sign-up",
            {
                "email": address,
                "name": "Stranger",
                "password": PASSWORD,
                "side": "france",
                "age": "18_or_more",
                "consent": "y",
            },
        )
        page = stranger.get(draft.removeprefix("http://localhost"))
        start, waiting = stranger.get("/cooperations/declare"), stranger.get("/account/check-mail")
        seen.append(
            (sent.status_code, sent.location, page.status_code, start.text.count("declare/draft"), waiting.text)
        )
    assert seen[0][:4] == seen[1][:4]
    assert seen[0][2] == 200


# ---------------------------------------------------------------- workshops


def _workshop(**more: Any) -> dict[str, Any]:
    day = (now() + timedelta(days=30)).date().isoformat()
    words = {f"{name}_{lang}": f"{name} {lang}" for name in ("title", "purpose") for lang in ("fr", "ru")}
    return words | {"day": day, "hour": "18:00", "zone": "Europe/Paris", "minutes": "60", "capacity": "5"} | more


@pytest.fixture
def themes(transaction: Callable[[], Any]) -> None:
    """The sub-themes of the year."""
    from trianon.themes.loading import load_theme

    with transaction():
        load_theme()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31", "2101-01-01"])
@pytest.mark.parametrize("field", ["day", "opens_at", "closes_at"])
def test_a_day_at_the_end_of_the_calendar_is_refused(
    sign_in_as: Callable[..., Any], themes: None, day: str, field: str
) -> None:
    """Stored once, it broke every page with the programme on it."""
    host = sign_in_as("host")
    value = day if field == "day" else f"{day}T23:30"
    zone = "Europe/Moscow" if day < "2" else "Europe/Paris"
    answer = host.submit("/workshops/new", _workshop(zone=zone, hour="23:30") | {field: value})
    assert answer.status_code == 422


@pytest.mark.parametrize("hour", ["", "x", "25:61", "18:00:00.1", "\x00", "é"])
def test_an_hour_that_is_none_is_refused(sign_in_as: Callable[..., Any], themes: None, hour: str) -> None:
    """The day was right, the hour could not be read."""
    answer = sign_in_as("host").submit("/workshops/new", _workshop(hour=hour))
    assert answer.status_code == 422


def test_a_title_of_two_lines_reaches_nobodys_mail_head(
    sign_in_as: Callable[..., Any], themes: None, transaction: Callable[[], Any]
) -> None:
    """One line, or the mail of everybody registered could not be made; nothing invisible either."""
    from trianon.workshops.models import Workshop

    host = sign_in_as("host")
    forged = _workshop(title_fr="One\r\nBcc: victim@example.org\x00\u202e", purpose_fr="a\x00b")
    assert host.submit("/workshops/new", forged).status_code == 303
    with transaction() as session:
        workshop = session.scalars(sa.select(Workshop)).one()
        assert workshop.title.fr == "One Bcc: victim@example.org"
        assert workshop.purpose.fr == "ab"


# ---------------------------------------------------------------- forged and missing fields


@pytest.mark.parametrize("lang", ["fr", "ru"])
def test_an_age_that_nobody_offered_is_refused_in_our_words(visitors: Callable[..., Any], lang: str) -> None:
    """The library's own sentence is English."""
    visitor = visitors(lang)
    answer = visitor.submit("/account/sign-up", {"age": "4711"})
    assert answer.status_code == 422
    assert "is not a valid" not in answer.text
    assert "4711" not in answer.text


def test_a_mail_asked_for_twice_at_once_is_one_mail(transaction: Callable[[], Any]) -> None:
    """The unique key of the outbox is an answer, never a fault."""
    from tests.support.people import add_person
    from trianon.mail.models import OutboxMail
    from trianon.mail.outbox import post

    with transaction() as session:
        person = add_person(session)
        for _time in range(2):
            post("accounts.known", person, once="twice", account=person.id)
            session.flush()
        assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 1


@pytest.mark.parametrize(
    "header", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_no_other_site_begins_a_declaration(client: Any, header: dict[str, str]) -> None:
    """The one form without a CSRF mark: a forged one would put another session in the place of the reader's."""
    assert client.post("/cooperations/declare", headers=header).status_code == 400
    assert client.post("/cooperations/declare", headers={"Origin": "http://localhost"}).status_code == 303


def test_an_address_that_no_database_takes_is_nobodys(app: Any) -> None:
    """A command's argument may hold bytes that are no text."""
    told = app.test_cli_runner().invoke(args=["accounts", "appoint", "a\udcff", "administrator"])
    assert told.exit_code == 1
    assert "No account has this address" in told.output


def test_a_wrong_number_of_processes_is_one_plain_line() -> None:
    """gunicorn reads its own file before the settings of the application."""
    env = {"PATH": "/usr/bin", "TRIANON_DEMO": "1", "WEB_CONCURRENCY": "many"}
    told = subprocess.run([sys.executable, "gunicorn.conf.py"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert told.returncode == 2
    assert told.stderr.splitlines() == [
        "WEB_CONCURRENCY must be the number of web processes, from 1 to 999, not 'many'."
    ]


def test_a_text_taken_back_is_on_no_page_of_the_committee(
    sign_in_as: Callable[..., Any], transaction: Callable[[], Any]
) -> None:
    """Neither its words nor its title stay on the page of its case."""
    from trianon.accounts.models import Account
    from trianon.bilingual.lang import Lang
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind

    author, member = sign_in_as(), sign_in_as("member")
    with transaction() as session:
        person = session.get(Account, author.id)
        words = {"title": "Zanzibulle", "text": "Zanzibulle est un mot que personne n’écrit."}
        item = services.submit(person, lang=Lang.FR, kind=ContributionKind.PROPOSAL, **words)
        number = item.id
    assert "Zanzibulle" in member.get("/committee/cases/1").text
    author.submit(f"/contributions/{number}", form="/withdraw")
    page = member.get("/committee/cases/1")
    assert page.status_code == 200
    assert "Zanzibulle" not in page.text


def test_a_refused_organisation_speaks_for_nothing(
    sign_in_as: Callable[..., Any], transaction: Callable[[], Any]
) -> None:
    """Its manager is offered it nowhere; an answer that says nothing lets nobody in nor turns anybody away."""
    from trianon.accounts import organisation_services as services
    from trianon.accounts.models import Account
    from trianon.accounts.organisation_models import OrganisationKind
    from trianon.bilingual.lang import Lang
    from trianon.bilingual.text import Bilingual
    from trianon.core.sides import Side

    manager = sign_in_as()
    with transaction() as session:
        person = session.get(Account, manager.id)
        said = services.Description(
            kind=OrganisationKind.LOCAL_AUTHORITY,
            side=Side.FRANCE,
            name=Bilingual("Mairie de Lyon", ""),
            place=Bilingual("Lyon", ""),
            website=None,
            source_lang=Lang.FR,
        )
        organisation = services.propose(said, by=person)
        number = organisation.id
    assert "Mairie de Lyon" in manager.get("/contributions/write").text
    with transaction() as session:
        services.refuse(session.get(type(organisation), number), by=None)
    assert "Mairie de Lyon" not in manager.get("/contributions/write").text
    assert manager.get(f"/organisations/{number}/").status_code == 200
