"""A thousand tries on one account from many addresses, and on many accounts from one, against the real site."""

from __future__ import annotations

import http.client
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.load.rush import site_of
from tests.support.forms import forms_of
from tests.support.people import PASSWORD, add_person
from tests.support.server import LiveServer

OWNER = "owner-under-attack@example.org"
VICTIMS = 200
# As the site has it when nobody sets anything else: ten failures in five minutes.
SETTINGS = {"SIGN_IN_LIMIT": "10 per 5 minutes", "TRUSTED_PROXIES": "1"}


@dataclass
class Assault:
    """What a thousand tries came to."""

    answers: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    # How many got as far as the password, which alone can be right.
    looked_at: int = 0
    got_in: int = 0


@dataclass
class Outcome:
    """Both assaults, and how the owner fared."""

    on_one: Assault = field(default_factory=Assault)
    on_many: Assault = field(default_factory=Assault)
    mails: int = 0
    journalled: int = 0
    owner_known_browser: int = 0
    owner_new_browser: int = 0
    owner_after_reset: int = 0


class Browser:
    """Cookies, an address of the network, and the site's own forms."""

    def __init__(self, server: LiveServer, address: str) -> None:
        self.server, self.address, self.cookies = server, address, dict[str, str]()

    def ask(self, method: str, path: str, data: dict[str, list[str]] | None = None) -> tuple[int, str, str]:
        """Status, place to go on to, and page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        headers = {"X-Forwarded-For": self.address, "User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(data, doseq=True)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        connection.close()
        return answer.status, answer.getheader("Location") or "", text

    def send(self, path: str, **typed: str) -> int:
        """Open the page, fill in its form, send it."""
        _status, _place, page = self.ask("GET", path)
        form = next(form for form in forms_of(page) if form.method == "post" and set(typed) <= form.names)
        return self.ask("POST", form.action or path, form.filled(dict(typed)))[0]


SIGN_IN = "/fr/account/sign-in"


def attack(server: LiveServer, tries: int = 1000) -> Outcome:
    """Both assaults, one after the other, and then the owner."""
    outcome = Outcome()
    with site_of(server):
        prepare()
    known = Browser(server, "203.0.113.7")
    assert known.send(SIGN_IN, email=OWNER, password=PASSWORD) == 303
    outcome.on_one = assault(server, tries, lambda n: (OWNER, f"10.{n // 250}.{n % 250}.1"))
    outcome.on_many = assault(server, tries, lambda n: (f"victim{n % VICTIMS}@example.org", "198.51.100.9"))
    known.cookies.pop("dialogue", None)
    outcome.owner_known_browser = known.send(SIGN_IN, email=OWNER, password=PASSWORD)
    outcome.owner_new_browser = Browser(server, "203.0.113.8").send(SIGN_IN, email=OWNER, password=PASSWORD)
    outcome.owner_after_reset = by_mail(server)
    with site_of(server):
        look(outcome)
    return outcome


def prepare() -> None:
    """The owner, and the others whose addresses somebody has found."""
    from trianon.core.database import db

    add_person(db.session, email=OWNER)
    for number in range(VICTIMS):
        add_person(db.session, email=f"victim{number}@example.org")
    db.session.commit()


def assault(server: LiveServer, tries: int, aim: Callable[[int], tuple[str, str]]) -> Assault:
    """So many tries, eight at a time, each with another wrong password; a form is fetched once and used again."""
    done = Assault()
    began = time.monotonic()

    def one(number: int) -> str:
        email, address = aim(number)
        status = _try(server, address, email, f"wrong password {number}")
        if status == 429:
            return "slowed (429)"
        if status in (302, 303):
            return "in (303)"
        return "wrong (422)" if status == 422 else str(status)

    with ThreadPoolExecutor(8) as pool:
        done.answers = dict(Counter(pool.map(one, range(tries))))
    done.seconds = round(time.monotonic() - began, 1)
    done.got_in = done.answers.get("in (303)", 0)
    done.looked_at = done.answers.get("wrong (422)", 0) + done.got_in
    return done


_forms: dict[int, tuple[dict[str, str], dict[str, list[str]]]] = {}


def _try(server: LiveServer, address: str, email: str, password: str) -> int:
    browser = Browser(server, address)
    if server.port not in _forms:
        page = browser.ask("GET", SIGN_IN)[2]
        form = next(form for form in forms_of(page) if "password" in form.names)
        _forms[server.port] = dict(browser.cookies), form.filled({})
    cookies, values = _forms[server.port]
    browser.cookies = dict(cookies)
    return browser.ask("POST", SIGN_IN, values | {"email": [email], "password": [password]})[0]


def by_mail(server: LiveServer) -> int:
    """In a browser that the account has never seen, while it is slowed: the link for a new password opens the way."""
    import sqlalchemy as sa

    from trianon.accounts import tokens
    from trianon.accounts.models import Token, TokenPurpose
    from trianon.core.database import db

    browser = Browser(server, "203.0.113.9")
    assert browser.send("/fr/account/reset", email=OWNER) == 303
    with site_of(server):
        token = db.session.scalars(
            sa.select(Token).filter_by(purpose=TokenPurpose.RESET_PASSWORD, email=OWNER).order_by(Token.id.desc())
        ).first()
        assert token is not None
        link = tokens.signed(token)
    fresh = "a quite different long phrase"
    assert browser.send(f"/fr/account/reset/{link}", password=fresh) == 303
    return browser.send(SIGN_IN, email=OWNER, password=fresh)


def look(outcome: Outcome) -> None:
    """What the owner was told, and what the journal keeps."""
    import sqlalchemy as sa

    from trianon.core.audit import AuditEntry
    from trianon.core.database import db
    from trianon.mail.models import OutboxMail

    told = sa.select(sa.func.count()).select_from(OutboxMail)
    outcome.mails = db.session.scalar(told.where(OutboxMail.kind == "accounts.tries", OutboxMail.address == OWNER)) or 0
    noted = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.event == "TriesNoticed")
    outcome.journalled = db.session.scalar(noted) or 0


def faults(outcome: Outcome) -> list[str]:
    """What is not as it must be; the hour may have changed in between, which doubles what an hour allows."""
    found = []
    if outcome.on_one.got_in or outcome.on_many.got_in:
        found.append("somebody got in with a wrong password")
    if outcome.on_one.looked_at > 60:
        found.append(f"{outcome.on_one.looked_at} passwords were tried on one account")
    if outcome.on_many.looked_at > 30 * (2 + outcome.on_many.seconds // 300):
        found.append(f"{outcome.on_many.looked_at} passwords were tried from one address")
    if outcome.mails != 1:
        found.append(f"the owner got {outcome.mails} mails")
    if (outcome.owner_known_browser, outcome.owner_after_reset) != (303, 303):
        found.append(f"the owner was kept out: {outcome.owner_known_browser}, {outcome.owner_after_reset}")
    return found
