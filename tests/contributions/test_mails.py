"""The receipt that an author gets, by mail and on the site."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import send
from tests.support.people import add_person
from trianon.contributions import services
from trianon.mail.models import OutboxMail
from trianon.mail.render import in_language, render
from trianon.notifications.models import Notification
from trianon.notifications.sentences import sentence_of


def receipt(session: Any) -> Any:
    """The mail of the outbox row, made now."""
    row = session.scalars(sa.select(OutboxMail).filter_by(kind="contributions.received")).one()
    return render(row)


@pytest.mark.parametrize(
    ("side", "lang", "subject", "title"),
    [
        ("france", "fr", "Votre texte est bien arrivé", "Un toit pour les vélos"),
        ("russia", "ru", "Ваш текст получен", "Крыша для велосипедов"),
    ],
)
def test_the_receipt_is_in_the_authors_language(
    db_session: Any, side: str, lang: str, subject: str, title: str
) -> None:
    item = send(add_person(db_session, side=side), lang)
    _mime, message = receipt(db_session)
    assert message.subject == subject
    assert title in [value for _label, value in message.facts]
    assert message.button.url.endswith(f"/{lang}/contributions/{item.id}")


def test_the_receipt_is_dropped_when_it_is_no_longer_true(db_session: Any) -> None:
    author = add_person(db_session)
    services.withdraw(send(author), by=author)
    assert receipt(db_session) is None


@pytest.mark.parametrize(("lang", "words"), [("fr", "Votre texte est bien arrivé"), ("ru", "Ваш текст получен")])
def test_the_same_on_the_site(db_session: Any, lang: str, words: str) -> None:
    from trianon.bilingual.lang import Lang

    author = add_person(db_session)
    item = send(author)
    notice = db_session.scalars(sa.select(Notification).filter_by(account_id=author.id)).one()
    with in_language(Lang(lang)):
        said = sentence_of(notice.kind, notice.data)
    assert said is not None
    assert said.text == words
    assert "Un toit pour les vélos" in said.whole
    assert said.url.endswith(f"/contributions/{item.id}")
