"""One unique word, published, translated, listed, mailed, then withdrawn: within two seconds it is nowhere.

The places are generated from the site's own routes, so that a new route is looked at by itself. The real site runs in
three processes; what one of them might remember, the test asks for several times.
"""

from __future__ import annotations

import io
import re
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, url_for

from tests.load.rush import site_of
from tests.site.samples import SAMPLES, complete, samples
from tests.support import databases, people
from tests.support.server import LiveServer
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import Verdict
from trianon.contributions.models import Contribution, ContributionKind
from trianon.cooperations.declaration import Declaration, DeclaredPartner
from trianon.cooperations.models import Cooperation
from trianon.cooperations.vocabulary import Activity, Domain
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.publication import State
from trianon.core.sides import Side
from trianon.mail.models import MailboxMessage
from trianon.notifications import digests, following_services, spreading
from trianon.notifications.following_models import FollowedSearch, MailRhythm
from trianon.notifications.following_rules import Rhythm
from trianon.workshops.models import Workshop, WorkshopState

WORD = "Zvandilex"
SECONDS = 2
TRIES = 4
# Where the word may still stand after the withdrawal, and why.
EXCEPTIONS = {
    "mailbox.": "mails that were sent before: a real mailbox keeps them too; every mail sent later is looked at below",
}
# Seen by its author and the committee alone, who are not asked here: contributions.show and contributions.mine (the
# author's own text), notifications.index (the author's own receipts), committee.queue and committee.case (what was
# decided, kept with its voices).
PARAMETERS = {
    "contributions.index": (
        "q",
        "sub_theme",
        "kind",
        "language",
        "side",
        "translated",
        "order",
        "workshop",
        "cooperation",
    ),
    "cooperations.index": ("q", "domain", "kind", "region", "theme", "place", "year_from", "sort"),
    "cooperations.chart": ("q", "domain", "kind"),
    "exporting.directory": ("q", "domain"),
    "workshops.index": ("q", "sub_theme"),
    "organisations.index": ("q", "sub_theme"),
    # The newest of all mails are those of other people.
    "mailbox.index": ("address",),
}


@dataclass
class Told:
    """What the test needs to know of the texts and the people."""

    contribution: int
    cooperation: int
    workshop: int
    sub_theme: str
    author: str
    visitors: dict[str, str]
    reply: int
    lone: int
    # A text and a reply that said the word in an earlier version.
    mended: int
    mended_reply: int


@pytest.mark.both_engines
def test_a_withdrawn_word_is_nowhere_within_two_seconds(engine: str, process: str, serve: Callable[..., Any]) -> None:
    template = databases.template_of(engine, "demo", (("demo", "load"),), TRIANON_DEMO="1")
    database = databases.copy_of(template, f"word_{process}")
    server = serve(database=database, processes=3, worker=False, TRIANON_DEMO="1", SMTP_URL="")
    with site_of(server):
        complete()
        db.session.commit()
        told = publish(_app())
        addresses = places(_app(), told)
        # Into the inboxes, and a mail for whoever wants it at once, as the worker does within its minute.
        while spreading.spread_slice():
            pass
        digests.post_digests()
    server.flask("worker", "--once")
    assert_seen(server, told, addresses)
    with site_of(server):
        last = db.session.scalar(sa.select(sa.func.max(MailboxMessage.id)))
        before_the_end(told)
    withdraw(server, told)
    began = time.monotonic()
    first = [one for one in addresses if one[0] in CLOSEST]
    found = ask(server, told, first * TRIES)
    time.sleep(max(0.0, SECONDS - (time.monotonic() - began)))
    assert ask(server, told, addresses) == {}
    # The nearest places did not need the two seconds.
    assert found == {}
    server.flask("worker", "--once")
    with site_of(server):
        later = db.session.scalars(sa.select(MailboxMessage).where(MailboxMessage.id > last)).all()
        assert later
        assert [mail.subject for mail in later if has_word(mail.raw.decode() + mail.text + mail.html)] == []


# Where a reader would meet the text first.
CLOSEST = {
    "pages.home",
    "contributions.index",
    "contributions.show",
    "contributions.show_reply",
    "cooperations.index",
    "cooperations.show",
    "exporting.directory",
    "workshops.show",
}


def publish(app: Flask) -> Told:
    """A contribution on a workshop and a cooperation, both with the word in both languages, both accepted."""
    from trianon.contributions import comment_services as comments
    from trianon.contributions import services as contributions
    from trianon.cooperations import services as cooperations

    session = db.session
    author = people.add_person(session, email="author-of-the-word@example.org", name="Une autrice")
    french, russian = (people.add_person(session, "member", side=side) for side in ("france", "russia"))
    translator = people.add_person(session, "translator", side="russia")
    workshop = session.scalars(sa.select(Workshop).filter_by(state=WorkshopState.OPEN).order_by(Workshop.id)).first()
    text = contributions.submit(
        author,
        lang=Lang.FR,
        kind=ContributionKind.PROPOSAL,
        title=f"Le banc {WORD} devant la gare",
        text=f"Un banc {WORD} à l’ombre, un autre au soleil. " * 4,
        workshop=workshop,
    )
    record = cooperations.submit(
        Declaration(
            lang=Lang.FR,
            title=f"Les chorales {WORD} de Tulle et de Smolensk",
            summary=f"Les chorales {WORD} chantent ensemble chaque été.",
            partners=(
                DeclaredPartner(Side.FRANCE, Bilingual(f"Chorale {WORD}", ""), "Tulle"),
                DeclaredPartner(Side.RUSSIA, Bilingual("", f"Хор {WORD}"), "Смоленск"),
            ),
            domains=(Domain.CULTURE,),
            activity=Activity.ACTIVE,
        ),
        by=author,
    )
    session.flush()
    # Somebody who follows all of it, and wants a mail at once: inbox and digest carry the word before, and not after.
    follower = people.add_person(session, email="another@example.org")
    for subject, number in (("sub_theme", workshop.sub_theme_id), ("contribution", text.id)):
        following_services.follow(follower, subject, number)
    # What somebody searches for is their own word, and stays on their own page: here it is not the one.
    follow_search(follower, "domain=culture")
    following_services.choose_rhythm(follower, Rhythm.AT_ONCE)
    accept("contribution", text, french)
    reply = comments.reply(text, by=translator, lang=Lang.FR, text=f"Et le banc {WORD} du quai ?")
    session.flush()
    accept("comment", reply, russian)
    # Another one below a text that stays: it goes by itself.
    other = session.scalars(sa.select(Contribution).filter_by(state=State.PUBLISHED).order_by(Contribution.id)).first()
    lone = comments.reply(other, by=author, lang=Lang.FR, text=f"Chez nous, le banc {WORD} a suffi.")
    session.flush()
    accept("comment", lone, french)
    mended, mended_reply = publish_earlier(author, other, french)
    accept("cooperation", record, french, russian)
    contributions.add_translation(
        text,
        title=f"Скамейка {WORD} у вокзала",
        text=f"Одна скамейка {WORD} в тени, другая на солнце. " * 4,
        translator=translator,
        reviewer=russian,
    )
    assert (text.state, record.state) == (State.PUBLISHED, State.PUBLISHED)
    identities = {
        "author": people.identity_of(session, author),
        "participant": people.identity_of(session, follower),
    }
    session.commit()
    cookies = {"visitor": ""} | {name: cookie_of(app, identity) for name, identity in identities.items()}
    assert workshop is not None
    return Told(
        *(text.id, record.id, workshop.id, workshop.sub_theme.slug, cookies.pop("author"), cookies, reply.id, lone.id),
        *(mended, mended_reply),
    )


def publish_earlier(author: Any, other: Contribution, member: Any) -> tuple[int, int]:
    """A text and a reply of which the first public version said the word, and the second does not."""
    from trianon.contributions import comment_services as comments
    from trianon.contributions import services as contributions

    words = {"lang": Lang.FR, "kind": ContributionKind.OPINION}
    more = "Les marches de la mairie suffisent, pourvu qu’on les balaie. " * 3
    text = contributions.submit(author, **words, title=f"La marche {WORD}", text=f"{more} Demandez {WORD}.")
    reply = comments.reply(other, by=author, lang=Lang.FR, text=f"Demandez {WORD} au gardien.")
    db.session.flush()
    accept("contribution", text, member)
    accept("comment", reply, member)
    contributions.correct(text, by=author, shown_version=1, **words, title="La marche", text=f"{more} Demandez.")
    comments.correct_reply(reply, by=author, shown_version=1, lang=Lang.FR, text="Demandez au gardien.")
    db.session.flush()
    accept("contribution", text, member)
    accept("comment", reply, member)
    return int(text.id), int(reply.id)


def follow_search(person: Any, query: str) -> None:
    """As the button on the page of the search does."""
    search = db.session.scalars(sa.select(FollowedSearch).filter_by(query=query)).one_or_none()
    if search is None:
        search = FollowedSearch(query=query)
        db.session.add(search)
        db.session.flush()
    following_services.follow(person, "search", search.id)


def accept(subject: str, item: Any, *members: Any) -> None:
    """The voices that the table asks for."""
    from trianon.committee import services as committee

    for member in members:
        rows = sa.select(Case).filter_by(subject=subject, subject_id=item.id, state=CaseState.OPEN)
        case = db.session.scalars(rows).one()
        committee.give_voice(case, by=member, verdict=Verdict.ACCEPT, note_lang=Lang.FR, shown_version=case.version)
        db.session.flush()


def before_the_end(told: Told) -> None:
    """Mails that are caused now and sent after the withdrawal: a correction's receipt, a decision."""
    from trianon.contributions import services as contributions

    item = db.session.get_one(Contribution, told.contribution)
    contributions.correct(
        item,
        by=item.author,
        shown_version=item.version,
        lang=Lang.FR,
        kind=item.kind,
        title=f"Le banc {WORD}, corrigé",
        text=f"Un banc {WORD} à l’ombre, et rien d’autre que de l’ombre. " * 4,
    )
    record = db.session.get_one(Cooperation, told.cooperation)
    from trianon.mail.outbox import post

    case = db.session.scalars(sa.select(Case).filter_by(subject="cooperation", subject_id=record.id)).one()
    post("committee.decided", item.author, once="word:decided", case=case.id)
    # A digest that waits: its reader has not read the news, and asks for it once more.
    rhythm = db.session.scalars(
        sa.select(MailRhythm).join(MailRhythm.account).filter_by(email="another@example.org")
    ).one()
    rhythm.told_to, rhythm.due_at = 0, now()
    post("follows.digest", rhythm.account, once="word:digest", account=rhythm.account_id, after=0, up_to=10**9)
    # One that is true whatever happens, so that something is sent.
    post("accounts.password_changed", item.author, once="word:other", account=item.author.id)
    db.session.commit()


def places(app: Flask, told: Told) -> list[tuple[str, str]]:
    """(endpoint, path) of every GET route, in both languages: the samples, our own records, and the filters."""
    own = {
        "contribution_id": told.contribution,
        "cooperation_id": told.cooperation,
        "workshop_id": told.workshop,
        "comment_id": told.lone,
        "account_id": db.session.get_one(Contribution, told.contribution).author_id,
    }
    more = {"comment_id": [told.reply, told.mended_reply], "contribution_id": [told.mended]}
    found: list[tuple[str, str]] = []
    rules = [
        rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set()) and rule.endpoint != "static"
    ]
    for rule in sorted(rules, key=lambda rule: rule.endpoint):
        assert rule.endpoint in SAMPLES, f"{rule.endpoint} has no sample"
        every = samples(rule.endpoint)
        # Every kind of file; of pages the first of its kind.
        every = every if rule.endpoint == "exporting.directory" else every[:1]
        values = [sample.values for sample in every]
        values += [{name: own.get(name, value) for name, value in one.items()} for one in values]
        for name, numbers in more.items():
            values += [every[0].values | {name: number} for number in numbers] if name in every[0].values else []
        with app.test_request_context():
            for lang in ("fr", "ru"):
                found += [(rule.endpoint, url_for(rule.endpoint, **one, lang=lang)) for one in values]
                for name in PARAMETERS.get(rule.endpoint, ()):
                    plain = url_for(rule.endpoint, **values[0], lang=lang)
                    found += [(rule.endpoint, f"{plain}?{name}={value}") for value in looked_for(name, told)]
    return list(dict.fromkeys(found))


def looked_for(name: str, told: Told) -> list[str]:
    """Values of a filter under which the texts were listed."""
    with db.session.no_autoflush:
        text = db.session.get_one(Contribution, told.contribution)
    return {
        "q": [WORD, WORD.lower()[:6]],
        "sub_theme": [told.sub_theme, str(text.sub_theme_id)],
        "address": [text.author.email],
        "domain": ["culture"],
        "kind": ["proposal"],
        "language": ["fr"],
        "side": ["france"],
        "translated": ["yes", "no"],
        "order": ["replies", "common"],
        "workshop": [str(told.workshop)],
        "cooperation": [str(told.cooperation)],
        "region": ["FR-NAQ", "RU-SMO"],
        "theme": [str(text.sub_theme_id)],
        "place": ["Tulle", "Smolensk"],
        "year_from": ["1990"],
        "sort": ["newest", "title"],
    }[name]


def assert_seen(server: LiveServer, told: Told, addresses: list[tuple[str, str]]) -> None:
    """Before the withdrawal it is where it belongs: otherwise its absence would prove nothing."""
    found = ask(server, told, addresses, but=())
    seen = {name.partition(" ")[0] for name in found}
    assert seen >= CLOSEST | {"mailbox.index"}, seen
    # Also where only an earlier version said it.
    assert {"contributions.history", "contributions.reply_history"} <= seen, seen
    # In the inbox of whoever follows it, and in a mail that was sent at once.
    assert {"notifications.index", "people.show"} <= seen, seen
    with site_of(server):
        digests = db.session.scalars(sa.select(MailboxMessage).filter_by(address="another@example.org")).all()
        assert [mail for mail in digests if has_word(mail.text) and "List-Unsubscribe-Post" in mail.raw.decode()]
    # By its search, and in both languages.
    assert any(f"q={WORD}" in name for name in found if name.startswith("contributions.index")), found
    assert any(" /ru/" in name for name in found)


def withdraw(server: LiveServer, told: Told) -> None:
    """By the author, through the site: the contribution by its form, the cooperation by its page; or hidden there."""
    press(server, f"/fr/contributions/{told.contribution}", "/withdraw", told.author)
    press(server, f"/fr/contributions/replies/{told.lone}", "/withdraw", told.author)
    for path in (f"/fr/contributions/{told.mended}", f"/fr/contributions/replies/{told.mended_reply}"):
        press(server, f"{path}/history", "/history/1/hide", told.author)
    path = f"/fr/cooperations/declare/withdraw/{told.cooperation}"
    press(server, path, path, told.author)


def press(server: LiveServer, path: str, action: str, cookie: str) -> None:
    import http.client
    import urllib.parse

    from tests.support.forms import forms_of

    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    # The mark of the form goes with the session that was made for it.
    kept = (answer.getheader("Set-Cookie") or cookie).partition(";")[0]
    page = answer.read().decode()
    assert answer.status == 200, (path, answer.status)
    form = next(form for form in forms_of(page) if (form.action or path).partition("?")[0].endswith(action))
    body = urllib.parse.urlencode(form.filled({}), doseq=True)
    headers = {"Cookie": kept, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", urllib.parse.urljoin(path, form.action or path), body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 303, (path, answer.status)


def ask(
    server: LiveServer, told: Told, addresses: list[tuple[str, str]], but: tuple[str, ...] = tuple(EXCEPTIONS)
) -> dict[str, str]:
    """Where the word is read: {endpoint path as whom: the words around it}."""
    wanted = [
        (f"{endpoint} {path} as {who}", path, cookie)
        for endpoint, path in addresses
        if not endpoint.startswith(but or ("\x00",))
        for who, cookie in told.visitors.items()
    ]
    with ThreadPoolExecutor(6) as pool:
        answers = pool.map(lambda one: (one[0], page_of(server, one[1], one[2])), wanted)
        return {name: around(text) for name, text in answers if has_word(text)}


def page_of(server: LiveServer, path: str, cookie: str) -> str:
    """What the site answers, whatever its status; what the reader typed is not the site's word."""
    request = urllib.request.Request(f"{server.url}{path}", headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = _read(answer.read())
    except urllib.error.HTTPError as refusal:
        text = refusal.read().decode("utf-8", "replace")
    return without_echo(text) if "q=" in path else text


def _read(body: bytes) -> str:
    """The words of an answer, also of a workbook."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def without_echo(page: str) -> str:
    """Without the reader's own search: its field, links that repeat it, the sentence and the title that quote it."""
    page = re.sub(r'<input[^>]*name="q"[^>]*>', "", page)
    page = re.sub(r'(href|action|value|content|aria-label)="[^"]*"', "", page)
    page = re.sub(r"<title>.*?</title>", "", page, flags=re.S)
    page = re.sub(r'<a class="chosen__item".*?</a>', "", page, flags=re.S)
    return re.sub(rf"[«„“][^»”]{{0,3}}{WORD}[^»”]{{0,3}}[»”]", "", page, flags=re.I)


def has_word(text: str) -> bool:
    return WORD.lower() in text.lower()


def around(text: str) -> str:
    place = text.lower().find(WORD.lower())
    return " ".join(text[max(0, place - 80) : place + 60].split())


def cookie_of(app: Flask, identity: str) -> str:
    """The cookie of somebody signed in."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = identity, True
    kept = client.get_cookie("dialogue")
    assert kept is not None
    return f"dialogue={kept.value}"


def _app() -> Flask:
    from flask import current_app

    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]
