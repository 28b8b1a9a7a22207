"""The story of following a sub-theme: the button, the inbox, the mail, and the one click that ends the mails."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import sqlalchemy as sa

from tests.journeys.person import Person
from tests.load.rush import site_of
from tests.support import databases
from tests.support.demo import account
from tests.support.people import add_person
from tests.support.server import LiveServer
from tests.support.smtp import MailServer, text_of
from trianon.bilingual.lang import Lang
from trianon.contributions import services
from trianon.contributions.models import ContributionKind
from trianon.core.database import db
from trianon.notifications import digests, following_services, spreading
from trianon.notifications.following_rules import Rhythm
from trianon.themes.models import SubTheme

SLUG = "gestion-dechets"
TITLES = {"told": "Un gué pour les cyclistes", "gone": "Un texte vite repris", "later": "Une passerelle en bois"}
TEXT = "Là où la route fait le tour de l’étang, quelques pierres plates suffiraient aux gens pressés."


def test_follow_hear_and_stop(
    process: str, serve: Callable[..., LiveServer], smtp_server: MailServer, new_page: Callable[..., Any]
) -> None:
    template = databases.template_of("sqlite", "demo", (("demo", "load"),), TRIANON_DEMO="1")
    site = serve(
        database=databases.copy_of(template, f"following_{process}"),
        processes=2,
        worker=False,
        TRIANON_DEMO="1",
        SMTP_URL=smtp_server.url,
    )
    reader = follower(site, smtp_server, new_page, "ru")
    with site_of(site):
        # Somebody who reads the other language follows the same, and gets the same mail in theirs.
        french = add_person(db.session, name="Un lecteur")
        following_services.follow(french, "sub_theme", sub_theme().id)
        following_services.choose_rhythm(french, Rhythm.AT_ONCE)
        address = str(french.email)
        accepted("told")
        # Taken back before the mail leaves.
        gone = accepted("gone")
        carry()
        services.withdraw(gone, by=gone.author)
        db.session.commit()
    site.flask("worker", "--once")
    mails = {"ru": reader.mail(TITLES["told"]), "fr": smtp_server.wait_for(address, is_digest)}
    for lang, words in (("ru", "Новый текст"), ("fr", "Nouvelle contribution")):
        assert is_digest(mails[lang])
        assert words in text_of(mails[lang]) + str(mails[lang]["Subject"])
        assert TITLES["gone"] not in text_of(mails[lang]) + str(mails[lang]["Subject"])
        press_for_them(str(mails[lang]["List-Unsubscribe"]), str(mails[lang]["List-Unsubscribe-Post"]))
    reader.go("/account/notifications/")
    assert (TITLES["told"] in reader.text(), TITLES["gone"] in reader.text()) == (True, False)
    smtp_server.messages.clear()
    with site_of(site):
        accepted("later")
        carry()
    site.flask("worker", "--once")
    for email in (reader.email, address):
        # What has nothing to do with following, such as the reminder of a workshop, comes all the same.
        assert [mail["Subject"] for mail in smtp_server.to(email) if is_digest(mail)] == []
    reader.go("/account/notifications/")
    assert TITLES["later"] in reader.text()
    reader.go("/account/following/")
    assert reader.page.is_checked("main input[name='rhythm'][value='never']")


def follower(site: LiveServer, post: MailServer, new_page: Callable[..., Any], lang: str) -> Person:
    """Signed in, follows the sub-theme by its button, and wants mails at once."""
    email, password = account(site, None, lang)
    reader = Person(new_page(lang=lang, width=360), site, post, lang, email)
    reader.sign_in(password)
    reader.go(f"/contributions/?sub_theme={SLUG}")
    with reader.page.expect_navigation():
        reader.page.click("main form[action*='/following/sub_theme/'] button")
    reader.go("/account/following/")
    reader.choose(rhythm="at_once")
    with reader.page.expect_navigation():
        reader.page.click("main form:has(input[name=rhythm]) button[type=submit]")
    return reader


def accepted(name: str) -> Any:
    """Somebody else's text on the sub-theme, accepted."""
    author = add_person(db.session, name="Une autrice")
    words = {"lang": Lang.FR, "kind": ContributionKind.EXPERIENCE, "title": TITLES[name], "text": f"{TEXT} {name}"}
    item = services.submit(author, **words, sub_theme=sub_theme())
    services.publish(item, by=None)
    db.session.commit()
    return item


def sub_theme() -> SubTheme:
    """What is followed here."""
    return db.session.scalars(sa.select(SubTheme).filter_by(slug=SLUG)).one()


def carry() -> None:
    """Into the inboxes, and a mail for whoever wants it at once, as the worker does within its minute."""
    while spreading.spread_slice():
        pass
    digests.post_digests()


def is_digest(message: EmailMessage) -> bool:
    """Whether it is a mail about what somebody follows, by where its button leads."""
    return "/following/mails/" in str(message["List-Unsubscribe"])


def press_for_them(address: str, what: str) -> None:
    """As a mail program does when its reader presses “unsubscribe” (RFC 8058): without a session, without a page."""
    found = re.search(r"<(http[^>]+)>", address)
    assert found, address
    request = urllib.request.Request(found[1], data=what.encode(), method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 204
