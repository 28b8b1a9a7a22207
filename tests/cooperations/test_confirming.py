"""Pages of those who answer for a record: its author corrects and withdraws, a partner confirms and states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cooperations.helpers import add_organisation, declaration
from tests.support.forms import forms_of
from tests.support.visitor import Visitor
from trianon.accounts.models import Account
from trianon.cooperations import services
from trianon.cooperations.models import Cooperation
from trianon.core.database import db


@pytest.fixture
def author(sign_in_as: Callable[..., Visitor]) -> Visitor:
    """A French citizen."""
    return sign_in_as()


@pytest.fixture
def record(author: Visitor, transaction: Any) -> int:
    """A public cooperation that the author declared."""
    with transaction():
        cooperation = services.submit(declaration(), by=db.session.get(Account, author.id))
        services.publish(cooperation, by=None)
        return cooperation.id


@pytest.fixture
def partner(sign_in_as: Callable[..., Visitor], transaction: Any) -> Visitor:
    """Somebody who acts for the verified Russian partner."""
    visitor = sign_in_as(side="russia")
    with transaction() as session:
        add_organisation(session, "Администрация Сочи", visitor.id, side="russia")
    return visitor


def read(transaction: Any, number: int) -> dict[str, Any]:
    """What the record says now."""
    with transaction():
        one = db.session.get(Cooperation, number)
        return {
            "state": one.state,
            "pending": one.pending,
            "version": one.version,
            "titles": [version.title.fr for version in one.versions],
            "confirmed": one.confirmed_russia_at is not None,
            "agreement": one.agreement,
        }


def test_a_partner_confirms(partner: Visitor, record: int, transaction: Any) -> None:
    assert f"/ru/cooperations/{record}/confirm" in partner.get(f"/cooperations/{record}").text
    data = next(
        one for one in forms_of(partner.get(f"/cooperations/{record}/confirm").text) if "version" in one.names
    ).filled({})
    answers = [partner.http.post(f"/ru/cooperations/{record}/confirm", data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert read(transaction, record)["confirmed"]
    page = partner.get(f"/cooperations/{record}").text
    assert f"/cooperations/{record}/confirm" not in page


def test_what_has_changed_is_read_again_before_it_is_confirmed(partner: Visitor, record: int, transaction: Any) -> None:
    data = next(
        one for one in forms_of(partner.get(f"/cooperations/{record}/confirm").text) if "version" in one.names
    ).filled({})
    with transaction():
        cooperation = db.session.get(Cooperation, record)
        services.correct(cooperation, declaration(title="Autre"), by=cooperation.declared_by, shown_version=1)
        services.publish(cooperation, by=None)
    answer = partner.http.post(f"/ru/cooperations/{record}/confirm", data=data)
    assert answer.status_code == 409
    assert "Autre" in answer.text
    assert not read(transaction, record)["confirmed"]


def test_nobody_else_confirms_or_states(author: Visitor, client: Visitor, partner: Visitor, record: int) -> None:
    for path in (f"/cooperations/{record}/confirm", f"/cooperations/{record}/activity"):
        assert author.get(path).status_code == 403
        assert client.get(path).status_code == 302
        assert partner.get(path.replace(str(record), "999")).status_code == 404
        assert partner.get(path.replace(str(record), "9" * 30)).status_code == 404
    data = next(
        one for one in forms_of(partner.get(f"/cooperations/{record}/confirm").text) if "version" in one.names
    ).filled({})
    forged = partner.http.post(f"/ru/cooperations/{record}/confirm", data=data | {"organisation": "1000000"})
    assert forged.status_code == 403


def test_a_partner_states_activity(partner: Visitor, record: int, transaction: Any) -> None:
    path = f"/cooperations/{record}/activity"
    wrong = partner.submit(path, {"activity": "active", "source": "javascript:alert(1)", "as_of": "2999-01-01"})
    assert wrong.status_code == 422
    assert "error-summary" in wrong.text
    assert (
        partner.submit(path, {"activity": "active", "as_of": "2026-02-01", "source": "Постановление № 12"}).status_code
        == 303
    )
    assert read(transaction, record)["agreement"] == "differ"
    assert "Постановление № 12" in partner.get(f"/cooperations/{record}").text


def test_the_author_corrects(author: Visitor, record: int, transaction: Any) -> None:
    assert f"/fr/cooperations/declare/correct/{record}" in author.get(f"/cooperations/{record}").text
    answer = author.submit(f"/cooperations/declare/correct/{record}")
    assert answer.status_code == 303
    page = author.get(answer.location)
    assert "Jumelage de Menton" in page.text
    assert "Il manque" not in page.text
    base = answer.location.rpartition("/")[0]
    assert author.submit(f"{base}/title", {"title": "Mieux dit"}).status_code == 303
    assert author.submit(f"{base}/check", form="send").status_code == 303
    now = read(transaction, record)
    assert (now["state"], now["pending"], now["version"]) == ("published", "submitted", 2)
    assert now["titles"] == ["Jumelage de Menton et de Sotchi", "Mieux dit"]
    assert "Jumelage de Menton" in author.get(f"/cooperations/{record}").text


def test_correcting_what_has_changed_meanwhile_shows_both_texts(author: Visitor, record: int, transaction: Any) -> None:
    base = author.submit(f"/cooperations/declare/correct/{record}").location.rpartition("/")[0]
    author.submit(f"{base}/title", {"title": "Le mien"})
    with transaction():
        cooperation = db.session.get(Cooperation, record)
        services.correct(cooperation, declaration(title="Le sien"), by=cooperation.declared_by, shown_version=1)
    answer = author.submit(f"{base}/check", form="send")
    assert answer.status_code == 409
    assert "Le mien" in answer.text
    assert "Le sien" in answer.text
    form = next(one for one in forms_of(answer.text) if one.identity == "send")
    assert author.http.post(f"{base}/check", data=form.filled({})).status_code == 303
    assert read(transaction, record)["titles"][-1] == "Le mien"


def test_the_author_withdraws(author: Visitor, record: int, client: Visitor, transaction: Any) -> None:
    assert author.submit(f"/cooperations/declare/withdraw/{record}").status_code == 303
    assert read(transaction, record)["state"] == "withdrawn"
    assert client.get(f"/cooperations/{record}").status_code == 404
    page = author.get(f"/cooperations/declare/correct/{record}")
    assert page.status_code == 200
    token = forms_of(author.get("/cooperations/declare").text)[-1].values
    assert author.post(f"/cooperations/declare/withdraw/{record}", data=dict(token)).status_code in (400, 409)


def test_others_may_propose_a_correction_and_do_not_withdraw(partner: Visitor, record: int, client: Visitor) -> None:
    """What they propose is judged by the committee; the accepted version stays meanwhile."""
    for verb, status in (("correct", 200), ("withdraw", 403)):
        assert partner.get(f"/cooperations/declare/{verb}/{record}").status_code == status
        assert client.get(f"/cooperations/declare/{verb}/{record}").status_code == 302


def test_what_is_not_public_is_not_there_for_others(
    author: Visitor, partner: Visitor, client: Visitor, transaction: Any
) -> None:
    with transaction():
        number = services.submit(declaration(), by=db.session.get(Account, author.id)).id
    assert author.get(f"/cooperations/{number}").status_code == 200
    for path in (
        f"/cooperations/{number}",
        f"/cooperations/declare/correct/{number}",
        f"/cooperations/{number}/confirm",
    ):
        assert partner.get(path).status_code == 404
    assert client.get(f"/cooperations/{number}").status_code == 404


def test_the_mails_are_made_in_both_languages(author: Visitor, partner: Visitor, record: int, app: Any) -> None:
    from trianon.mail.models import OutboxMail
    from trianon.mail.render import render

    data = next(
        one for one in forms_of(partner.get(f"/cooperations/{record}/confirm").text) if "version" in one.names
    ).filled({})
    partner.http.post(f"/ru/cooperations/{record}/confirm", data=data)
    with app.app_context():
        rows = db.session.scalars(sa.select(OutboxMail).where(OutboxMail.kind.like("cooperations.%"))).all()
        made = {row.kind: render(row) for row in rows}
    assert set(made) == {"cooperations.received", "cooperations.confirmed"}
    for message, _data in (pair for pair in made.values() if pair):
        assert "http://localhost/fr/cooperations/" in message.get_body(("plain",)).get_content()
