"""Signing up, confirming, one's own page, preferences – as visitors do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests.accounts.conftest import PASSWORD, Transaction
from tests.support.visitor import Visitor
from trianon.accounts import drafts
from trianon.accounts.models import Account, DraftKind
from trianon.bilingual.lang import Lang
from trianon.mail.message import MailMessage
from trianon.mail.models import OutboxMail

Mails = Callable[[], list[tuple[str, str, MailMessage]]]

ANSWERS: dict[str, str | list[str]] = {
    "email": "anna@example.org",
    "name": "Анна",
    "password": PASSWORD,
    "side": "russia",
    "lang": "ru",
    "age": "18_or_more",
    "consent": "y",
}


def sign_up(visitor: Visitor, **more: str | list[str]) -> Any:
    """Fill in the form and send it."""
    return visitor.submit("/account/sign-up", ANSWERS | more)


def accounts(transaction: Transaction) -> list[tuple[str | None, str]]:
    """Address and name of everybody."""
    with transaction() as session:
        return [(one.email, one.name) for one in session.scalars(sa.select(Account).order_by(Account.id))]


@pytest.mark.both_engines
def test_from_sign_up_to_ones_own_page(client: Visitor, link_in_mail: Callable[[str], str]) -> None:
    """Sign up, open the mail, press the button: signed in, on one's own page, in the mail's language."""
    answer = sign_up(client)
    assert (answer.status_code, answer.location) == (303, "/fr/account/check-mail")
    assert client.get("/account/").location.startswith("/fr/account/sign-in"), "not signed in before the confirmation"
    link = link_in_mail("accounts.confirm")
    assert link.startswith("/ru/account/confirm/")
    page = client.get(link)
    assert "Анна" in page.text
    answer = client.submit(link)
    assert (answer.status_code, answer.location) == (303, "/ru/account/")
    page = client.get(answer.location)
    assert "Личный кабинет" in page.text
    assert "anna@example.org" not in page.text


def test_opening_the_link_confirms_nothing(
    client: Visitor, link_in_mail: Callable[[str], str], transaction: Transaction
) -> None:
    """Programs that check mails open links: only the button counts."""
    sign_up(client)
    client.get(link_in_mail("accounts.confirm"))
    with transaction() as session:
        assert not session.scalars(sa.select(Account)).one().is_confirmed


def test_the_link_works_once(client: Visitor, visitors: Any, link_in_mail: Callable[[str], str]) -> None:
    """The second time a page says why, in the page's language, and where to go."""
    sign_up(client)
    link = link_in_mail("accounts.confirm")
    client.submit(link)
    page = visitors("ru").get(link)
    assert page.status_code == 410
    assert "Эта ссылка уже использована" in page.text
    assert client.get("/account/confirm/forged").status_code == 404


def test_same_answer_for_a_known_address(client: Visitor, visitors: Any, people: Any, mails: Mails) -> None:
    """Whoever asks learns nothing; the owner gets another mail."""
    people("anna@example.org")
    known, fresh = sign_up(client), sign_up(visitors("fr"), email="new@example.org")
    assert (known.status_code, known.location) == (fresh.status_code, fresh.location)
    pages = [without_secrets(visitor.get(known.location).text) for visitor in (client, visitors("fr"))]
    assert pages[0] == pages[1]
    assert [(address, kind) for address, kind, _message in mails()] == [
        ("anna@example.org", "accounts.known"),
        ("new@example.org", "accounts.confirm"),
    ]


def without_secrets(text: str) -> str:
    """A page without its random marks."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Anna+Dialogue@Example.ORG", "anna+dialogue@example.org"),
        ("  иван@Пример.рф ", "иван@пример.рф"),
        ("élise@exemple.fr", "élise@exemple.fr"),
    ],
)
def test_addresses_of_any_script(client: Visitor, transaction: Transaction, typed: str, kept: str) -> None:
    """Lower case, in letters, not in code."""
    assert sign_up(client, email=typed).status_code == 303
    assert accounts(transaction)[0][0] == kept


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "anna"}, "pas une adresse électronique"),
        ({"email": "a" * 300 + "@example.org"}, "pas une adresse électronique"),
        ({"name": ""}, "Indiquez un nom"),
        ({"name": "\u200b \u202e"}, "Indiquez un nom"),
        ({"name": "я" * 81}, "80 caractères au plus"),
        ({"name": "anna@example.org"}, "n’y mettez pas d’adresse"),
        ({"password": "court"}, "au moins 8"),
        ({"password": "я" * 201}, "dépasse 200"),
        ({"side": []}, "Choisissez le pays"),
        ({"side": "mars"}, ""),
        ({"lang": "en"}, ""),
        ({"age": []}, "Choisissez votre âge"),
        ({"age": "under_15"}, "à partir de 15"),
        ({"age": "15_to_17"}, "choisissez un pseudonyme"),
        ({"consent": []}, "Lisez la charte"),
        ({"website": "https://spam.example"}, "Laissez ce champ vide"),
    ],
)
def test_refused_in_plain_words(client: Visitor, transaction: Transaction, change: dict[str, Any], words: str) -> None:
    """422, the sentence on the page, what was typed still there, nothing stored and no mail."""
    answer = sign_up(client, **change)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Not a valid choice" not in answer.text
    if "email" not in change:
        assert 'value="anna@example.org"' in answer.text
    assert PASSWORD not in answer.text
    assert accounts(transaction) == []
    with transaction() as session:
        assert session.scalars(sa.select(OutboxMail)).all() == []


def test_refused_in_the_other_language(visitors: Any) -> None:
    """The same in Russian."""
    answer = sign_up(visitors("ru"), age="under_15")
    assert answer.status_code == 422
    assert "с\u00a015" in answer.text


def test_a_minor_with_a_pseudonym(client: Visitor, transaction: Transaction) -> None:
    """Is welcome."""
    assert sign_up(client, age="15_to_17", is_pseudonym="y", name="Loutre").status_code == 303
    assert accounts(transaction) == [("anna@example.org", "Loutre")]


def test_too_quick_too_often_is_asked_again(client: Visitor, transaction: Transaction) -> None:
    """The first few quick ones are believed; then the button must be pressed once more, and nothing is lost."""
    with time_machine.travel("2018-05-03 12:00", tick=False):
        answers = [sign_up(client, email=f"a{number}@example.org") for number in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [422]
    assert "Appuyez encore une fois" in answers[-1].text
    assert PASSWORD in answers[-1].text, "the password need not be typed again"
    assert len(accounts(transaction)) == 5


def test_without_the_forms_mark_nothing_happens(client: Visitor, transaction: Transaction) -> None:
    """A forged form is refused."""
    assert client.post("/account/sign-up", data=ANSWERS).status_code == 400
    assert accounts(transaction) == []


def test_a_draft_waits_after_the_confirmation(
    client: Visitor, transaction: Transaction, link_in_mail: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun as a visitor, found again by the account, even in another browser."""
    monkeypatch.setitem(drafts._openers, DraftKind.COOPERATION, lambda draft: drafts.DraftLink("", f"/ru/d/{draft.id}"))
    with transaction():
        draft, key = drafts.start(DraftKind.COOPERATION, Lang.RU)
        number = draft.id
    with client.http.session_transaction() as session:
        session["draft"] = key
    assert "brouillon est conservé" in client.get("/account/sign-up").text
    sign_up(client)
    elsewhere = Visitor(client.app, "ru")
    assert elsewhere.submit(link_in_mail("accounts.confirm")).location == f"/ru/d/{number}"
    assert "ждёт вас" in elsewhere.get("/account/preferences").text


def test_goes_on_to_where_one_was_going(client: Visitor, link_in_mail: Callable[[str], str]) -> None:
    """`next` travels in the mail; a foreign address does not."""
    client.submit("/account/sign-up?next=/fr/workshops/3/", ANSWERS)
    assert client.submit(link_in_mail("accounts.confirm")).location == "/fr/workshops/3/"
    client.submit("/account/", form="/account/sign-out")
    client.submit("/account/sign-up?next=//evil.example", ANSWERS | {"email": "b@example.org"})
    assert client.submit(link_in_mail("accounts.confirm")).location == "/ru/account/"


def test_unconfirmed_people_see_what_is_missing(client: Visitor, people: Any, mails: Mails) -> None:
    """They may sign in, are told what is left, and get the mail again."""
    people("anna@example.org", confirmed=False)
    client.enter("anna@example.org")
    assert client.get("/organisations/propose").location == "/fr/account/unconfirmed"
    page = client.get("/account/unconfirmed")
    assert "Confirmez votre adresse" in page.text
    assert client.submit("/account/unconfirmed", form="/account/unconfirmed").status_code == 303
    assert [kind for _address, kind, _message in mails()] == ["accounts.confirm"]


def test_preferences(client: Visitor, people: Any, transaction: Transaction) -> None:
    """Language and clock; the next page is in the language chosen."""
    number = people("anna@example.org")
    client.enter("anna@example.org")
    answer = client.submit("/account/preferences", {"lang": "ru", "time_zone": "Asia/Yekaterinburg"})
    assert answer.location == "/ru/account/"
    with transaction() as session:
        kept = session.get_one(Account, number)
        assert (kept.lang, kept.time_zone) == (Lang.RU, "Asia/Yekaterinburg")
    assert client.submit("/account/preferences", {"time_zone": "Mars/Olympus"}).status_code == 422


@pytest.mark.parametrize(
    "path", ["/account/", "/account/preferences", "/account/unconfirmed", "/account/notifications/"]
)
def test_visitors_are_sent_to_sign_in(client: Visitor, path: str) -> None:
    """And come back afterwards."""
    assert client.get(path).location == f"/fr/account/sign-in?next=/fr{path}"
