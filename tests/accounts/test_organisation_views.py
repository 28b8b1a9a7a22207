"""Pages of organisations, as visitors, managers and others see them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.accounts.conftest import Transaction, association
from tests.support.visitor import Visitor
from trianon.accounts import organisation_services as services
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Membership, Organisation
from trianon.bilingual.text import Bilingual

QUAYS = {"kind": "association", "side": "france", "name_fr": "Les Quais", "website": "https://quais.example.org"}


@pytest.fixture
def manager(client: Visitor, people: Any) -> Visitor:
    """Somebody signed in."""
    people("manager@example.org")
    client.enter("manager@example.org")
    return client


def publish(transaction: Transaction, number: int) -> None:
    """Verify it."""
    with transaction() as session:
        services.publish(session.get_one(Organisation, number), by=None)


def test_propose_then_public(manager: Visitor, visitors: Any, transaction: Transaction) -> None:
    """Nobody else sees it before it is verified; then everybody, in both languages, without the manager's name."""
    answer = manager.submit("/organisations/propose", QUAYS)
    assert (answer.status_code, answer.location) == (303, "/fr/organisations/1/")
    assert manager.get(answer.location).status_code == 200
    stranger = visitors("ru")
    assert stranger.get("/organisations/1/").status_code == 404
    publish(transaction, 1)
    page = stranger.get("/organisations/1/")
    assert '<span lang="fr">Les Quais</span>' in page.text
    assert "manager" not in page.text
    assert "Les Quais" in stranger.get("/organisations/?q=quai&kind=association&side=france").text
    assert "Les Quais" not in stranger.get("/organisations/?kind=company").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name_fr": ""}, "en français, en russe"),
        ({"name_fr": "я" * 301}, "300 caractères au plus"),
        ({"website": "javascript:alert(1)"}, "adresse complète"),
        ({"website": "https://" + "a" * 300 + ".fr"}, "300 caractères au plus"),
        ({"kind": ""}, "Choisissez son type"),
        ({"kind": "party"}, ""),
        ({"side": "mars"}, ""),
    ],
)
def test_refused_in_plain_words(manager: Visitor, transaction: Transaction, change: dict[str, str], words: str) -> None:
    """422, nothing stored, what was typed is still there."""
    answer = manager.submit("/organisations/propose", QUAYS | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Not a valid choice" not in answer.text
    with transaction() as session:
        assert session.scalars(sa.select(Organisation)).all() == []


def test_names_cannot_carry_markup(manager: Visitor, transaction: Transaction) -> None:
    """What looks like HTML stays text."""
    manager.submit("/organisations/propose", QUAYS | {"name_fr": "<script>alert(1)</script>"})
    publish(transaction, 1)
    for path in ("/organisations/1/", "/organisations/", "/account/"):
        assert "<script>alert" not in manager.get(path).text


def test_only_managers_edit(manager: Visitor, visitors: Any, people: Any, transaction: Transaction) -> None:
    """Visitors sign in first, others are refused, forged numbers are not found."""
    manager.submit("/organisations/propose", QUAYS)
    publish(transaction, 1)
    people("other@example.org")
    other = visitors("ru")
    assert other.get("/organisations/1/edit").status_code == 302
    other.enter("other@example.org")
    assert other.get("/organisations/1/edit").status_code == 403
    assert other.get("/organisations/99/").status_code == 404
    assert other.get("/organisations/99999999999999999999/").status_code == 404


def test_two_managers_at_once(manager: Visitor, transaction: Transaction) -> None:
    """The second is shown what stands there now, with what they typed; sent again, it counts."""
    manager.submit("/organisations/propose", QUAYS)
    with transaction() as session:
        services.edit(
            session.get_one(Organisation, 1),
            association(Bilingual("Nom de l’autre", "")),
            by=session.scalars(sa.select(Account)).one(),
        )
    stale = manager.submit("/organisations/1/edit", {"name_fr": "Mon nom", "version": "1"})
    assert stale.status_code == 409
    assert 'value="Mon nom"' in stale.text
    assert "Nom de l’autre" in stale.text
    assert 'name="version" type="hidden" value="2"' in stale.text
    assert manager.submit("/organisations/1/edit", {"name_fr": "Mon nom"}).status_code == 303


def test_a_verified_one_keeps_its_name(manager: Visitor, transaction: Transaction) -> None:
    """A forged field changes nothing."""
    manager.submit("/organisations/propose", QUAYS)
    publish(transaction, 1)
    assert "name_fr" not in manager.get("/organisations/1/edit").text
    assert manager.submit("/organisations/1/edit", {"place_fr": "Brest"}).status_code == 303
    with transaction() as session:
        kept = session.get_one(Organisation, 1)
        assert (kept.name.fr, kept.place.fr) == ("Les Quais", "Brest")


def test_join_and_be_let_in(manager: Visitor, visitors: Any, people: Any, transaction: Transaction) -> None:
    """Asked by a button, seen by the manager alone, answered by a button, told by a notification."""
    manager.submit("/organisations/propose", QUAYS)
    publish(transaction, 1)
    people("guest@example.org", name="Борис")
    guest = visitors("ru")
    guest.enter("guest@example.org")
    assert guest.submit("/organisations/1/", form="/join").status_code == 303
    assert "ждёт ответа" in guest.get("/organisations/1/").text
    assert "Борис" not in visitors("fr").get("/organisations/1/").text
    assert "Борис" in manager.get("/organisations/1/").text
    assert "Борис" in manager.get("/account/notifications/").text
    assert manager.submit("/organisations/1/", {"answer": "accept"}, form="/members/2").status_code == 303
    assert "представляете эту организацию" in guest.get("/organisations/1/").text
    assert "Les Quais" in guest.get("/account/notifications/").text


def test_only_a_manager_answers(manager: Visitor, visitors: Any, people: Any, transaction: Transaction) -> None:
    """Nobody lets themselves in, and a membership of elsewhere is not found here."""
    for name in ("Les Quais", "Les Ponts"):
        manager.submit("/organisations/propose", QUAYS | {"name_fr": name})
    publish(transaction, 1)
    people("guest@example.org")
    guest = visitors("fr")
    guest.enter("guest@example.org")
    guest.submit("/organisations/1/", form="/join")
    with transaction() as session:
        asked = session.scalars(sa.select(Membership.id).filter_by(state="asked")).one()
    token = token_of(guest.get("/account/").text)
    answer = {"answer": "accept", "csrf_token": token}
    assert guest.post(f"/organisations/1/members/{asked}", data=answer).status_code == 403
    answer["csrf_token"] = token_of(manager.get("/account/").text)
    assert manager.post(f"/organisations/2/members/{asked}", data=answer).status_code == 404
    assert manager.post(f"/organisations/1/members/{asked}", data=answer).status_code == 303
    assert manager.post(f"/organisations/1/members/{asked}", data=answer).status_code == 409


def token_of(page: str) -> str:
    """The mark that a page's forms carry."""
    return page.split('name="csrf_token" value="')[1].partition('"')[0]


def test_a_word_of_two_alphabets_is_refused(sign_in_as: Any) -> None:
    """The Cyrillic а in “Quаis” would make a second page that looks like the first one; nothing typed is lost."""
    visitor = sign_in_as()
    typed = {"kind": "association", "side": "france", "name_fr": "Les Qu\u0430is"}
    answer = visitor.submit("/organisations/propose", typed)
    assert answer.status_code == 422
    assert "Qu\u0430is" in answer.text
    assert visitor.submit("/organisations/propose", typed | {"name_fr": "IT-компания «Quais»"}).status_code == 303
