"""A correction of one's own text is saved while it is typed, found again on any device, and moves nothing."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import Cast
from tests.support.forms import forms_of
from tests.support.visitor import Visitor
from trianon.accounts.leaving_services import delete_account
from trianon.accounts.models import Account, Draft
from trianon.contributions import correcting, hiding, services
from trianon.contributions.models import Contribution
from trianon.core.publication import State

NEW = "Un toit pour tous les vélos"


def edit(number: int) -> str:
    return f"/contributions/{number}/edit"


def typed(page: str, **words: str) -> dict[str, Any]:
    """What the page sends: the form as it stands, with these words in it."""
    form = next(form for form in forms_of(page) if "title" in form.names)
    return dict(form.filled(words))


def begin(author: Visitor, number: int, **words: str) -> Any:
    return author.post(f"{edit(number)}/draft", data=typed(author.get(edit(number)).text, **(words or {"title": NEW})))


def drafts(session: Any) -> list[Draft]:
    return list(session.scalars(sa.select(Draft)))


def test_what_is_typed_is_found_again_on_another_device_and_moves_nothing(
    published: Any, signed_in: Any, transaction: Any, client: Visitor
) -> None:
    number, author = published(), signed_in("author")
    untouched = author.get(edit(number)).text
    assert "Vous aviez commencé" not in untouched
    # The page saves by itself, there.
    assert 'data-ui="submit-once keep save"' in untouched
    assert f'data-save="/fr{edit(number)}/draft"' in untouched
    # Opened and left as it was: there is nothing to find again.
    assert author.post(f"{edit(number)}/draft", data=typed(untouched)).json == {"words": ""}
    said = begin(author, number).json
    assert said["words"].startswith("Brouillon enregistré à")
    assert begin(author, number, title=f"{NEW} !").json["save"] == said["save"]
    other = signed_in("author")
    page = other.get(said["address"].removeprefix("/fr")).text
    assert typed(page)["title"] == [f"{NEW} !"]
    assert "Vous aviez commencé cette correction le" in page
    assert f"Correction\u202f: {NEW} !" in other.get("/contributions/mine").text
    assert f"Correction\u202f: {NEW} !" in other.get("/account/").text
    assert NEW not in client.get(f"/contributions/{number}").text
    with transaction() as session:
        item = session.get(Contribution, number)
        assert (item.state, item.pending, item.version) == (State.PUBLISHED, None, 1)
        (draft,) = drafts(session)
        # It is no draft of a new text.
        assert author.get(f"/contributions/write?draft={draft.id}").status_code == 404


def test_the_button_and_the_preview_save_it_too(sent: Any, signed_in: Any, transaction: Any) -> None:
    number, author = sent(), signed_in("author")
    preview = author.submit(edit(number), {"title": NEW}, form=edit(number), button=("do", "preview"))
    assert (preview.status_code, f"<h3>{NEW}</h3>" in preview.text) == (200, True)
    # Unfinished is fine.
    kept = author.submit(edit(number), {"title": "", "text": "…"}, form=edit(number), button=("do", "draft"))
    assert kept.status_code == 303
    assert "Brouillon enregistré. Vous le retrouvez dans votre espace." in author.get(edit(number)).text
    assert "Correction\u202f: Texte sans titre" in author.get("/contributions/mine").text
    with transaction() as session:
        assert [draft.data["text"] for draft in drafts(session)] == ["…"]
        assert session.get(Contribution, number).version == 1


def test_nobody_else_reads_or_writes_it(published: Any, signed_in: Any, visitors: Any, transaction: Any) -> None:
    number, author = published(), signed_in("author")
    begin(author, number)
    for other in (signed_in("stranger"), signed_in("member")):
        form = typed(other.get("/contributions/write").text, title="À toi")
        assert other.post(f"{edit(number)}/draft", data=form).status_code == 403
        assert other.get(edit(number)).status_code == 403
    form = typed(visitors("fr").get("/contributions/write").text, title="À toi")
    assert visitors("fr").post(f"{edit(number)}/draft", data=form).status_code >= 300
    # A session that has ended costs no draft, and a forged form makes none.
    forged = typed(author.get(edit(number)).text, title="Forgé") | {"csrf_token": "old"}
    assert author.post(f"{edit(number)}/draft", data=forged).status_code == 400
    with transaction() as session:
        assert [draft.data["title"] for draft in drafts(session)] == [NEW]


def test_bad_input_is_no_draft(sent: Any, signed_in: Any, transaction: Any) -> None:
    number, author = sent(), signed_in("author")
    assert begin(author, number, title="", text="").json == {"words": ""}
    for path, button in ((f"{edit(number)}/draft", ""), (edit(number), "draft"), (edit(number), "preview")):
        form = typed(author.get(edit(number)).text, text="é" * 60_000) | {"do": button}
        assert author.post(path, data=form).status_code == 422
    assert author.post(f"/contributions/{10**12}/edit/draft", data=form).status_code == 404
    with transaction() as session:
        assert drafts(session) == []


def test_two_windows_do_not_overwrite_each_other_unseen(sent: Any, signed_in: Any, transaction: Any) -> None:
    number, author = sent(), signed_in("author")
    one, two = author.get(edit(number)).text, signed_in("author").get(edit(number)).text
    assert author.post(f"{edit(number)}/draft", data=typed(one, title="Première fenêtre")).status_code == 200
    late = author.post(
        f"{edit(number)}/draft", data=typed(two, title="Seconde") | {"csrf_token": typed(one)["csrf_token"]}
    )
    assert (late.status_code, "autre fenêtre" in late.json["words"]) == (409, True)
    for button in ("submit", "draft", "preview"):
        form = typed(two, title="Seconde fenêtre") | {"csrf_token": typed(one)["csrf_token"], "do": button}
        page = author.post(edit(number), data=form)
        assert page.status_code == 409
        assert "<h3>Première fenêtre</h3>" in page.text
        assert typed(page.text)["title"] == ["Seconde fenêtre"]
    # Sent once more from that page, it is what its author wants.
    assert author.post(edit(number), data=typed(page.text) | {"do": "submit"}).status_code == 303
    with transaction() as session:
        assert session.get(Contribution, number).latest.title.fr == "Seconde fenêtre"
        assert drafts(session) == []


def test_a_text_that_has_changed_meanwhile_is_compared_first(
    published: Any, signed_in: Any, transaction: Any, cast: Cast
) -> None:
    number, author = published(title="Un toit pour les vélso"), signed_in("author")
    page = author.get(edit(number)).text
    begin(author, number)
    with transaction() as session:
        item, member = session.get(Contribution, number), session.get(Account, cast.ids["member"])
        words = {"title": "Un toit pour les vélos", "text": item.latest.text.fr}
        correcting.correct_lightly(item, by=member, shown_version=1, **words)
    late = author.post(f"{edit(number)}/draft", data=typed(page, title="Plus tard") | {"seen": "", "window": ""})
    assert late.status_code == 409
    page = author.get(edit(number)).text
    assert "<h3>Un toit pour les vélos</h3>" in page
    assert typed(page)["title"] == [NEW]
    assert author.post(edit(number), data=typed(page) | {"do": "submit"}).status_code == 303
    with transaction() as session:
        assert (session.get(Contribution, number).version, drafts(session)) == (3, [])


def removed(item: Contribution, author: Account) -> None:
    hiding.remove(item, by=None)


def left(item: Contribution, author: Account) -> None:
    delete_account(author, by=author)


def withdrawn(item: Contribution, author: Account) -> None:
    services.withdraw(item, by=author)


@pytest.mark.both_engines
@pytest.mark.parametrize("gone", [removed, left, withdrawn])
def test_it_goes_with_the_text(published: Any, signed_in: Any, transaction: Any, cast: Cast, gone: Any) -> None:
    number, author = published(), signed_in("author")
    page = author.get(edit(number)).text
    begin(author, number)
    begin(author, published(title="Un autre"), title="Autre")
    with transaction() as session:
        gone(session.get(Contribution, number), session.get(Account, cast.ids["author"]))
    with transaction() as session:
        assert [draft.data["title"] for draft in drafts(session)] == ([] if gone is left else ["Autre"])
    if gone is not left:
        late = author.post(f"{edit(number)}/draft", data=typed(page, title="Trop tard"))
        assert (late.status_code, "ne peut plus être modifié" in late.json["words"]) == (409, True)


def test_it_is_thrown_away_by_a_button_and_waits_while_the_text_is_hidden(
    published: Any, signed_in: Any, transaction: Any
) -> None:
    number, author = published(), signed_in("author")
    begin(author, number)
    with transaction() as session:
        hiding.hold(session.get(Contribution, number), by=None)
    held = author.get(edit(number))
    assert (held.status_code, held.location) == (303, f"/fr/contributions/{number}")
    with transaction() as session:
        hiding.restore(session.get(Contribution, number), by=None)
    page = author.get(edit(number)).text
    (deed,) = (form for form in forms_of(page) if ("do", "discard") in form.values)
    assert author.post(edit(number), data=deed.filled({})).status_code == 303
    shown = [author.get(edit(number)).text for _ in range(2)]
    assert ['data-ui="forget"' in page for page in shown] == [True, False]
    assert typed(shown[1])["title"] == ["Un toit pour les vélos"]
    with transaction() as session:
        assert drafts(session) == []
        assert session.get(Contribution, number).version == 1
