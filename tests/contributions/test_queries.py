"""How contributions are found, and in how many statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import Cast, add_sub_theme, add_workshop, send
from tests.contributions.test_writing import typed
from tests.cooperations.directory import add_cooperation
from tests.support.people import add_person
from trianon.contributions import hiding, lines, listing, queries, services
from trianon.contributions.common_ground_rules import Ground
from trianon.contributions.stance_models import StanceTally
from trianon.core import search

MOST_FOR_LIST, MOST_FOR_PAGE = 4, 5


@contextmanager
def statements(app: Any) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    from trianon.core.database import db

    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.split(maxsplit=1)[0] not in {"BEGIN", "PRAGMA"}:
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def test_the_list_goes_on_by_keyset_newest_first(db_session: Any) -> None:
    member = add_person(db_session, "member")
    numbers = []
    for number in range(23):
        author = add_person(db_session)
        item = send(author, title=f"Texte {number}")
        services.publish(item, by=member)
        numbers.append(item.id)
    first = lines.listed(queries.Filters())
    second = lines.listed(queries.Filters(), first.after)
    back = lines.listed(queries.Filters(), second.before)
    assert [item.id for item in first.items + second.items] == numbers[::-1]
    assert [item.id for item in back.items] == [item.id for item in first.items]
    assert queries.count_up_to(queries.Filters()) == 23
    assert queries.count_up_to(queries.Filters(), 10) == 11


def test_ones_own_texts_in_every_state_and_nobody_elses(db_session: Any) -> None:
    author, other = add_person(db_session), add_person(db_session)
    waiting, withdrawn = send(author), send(author, "ru")
    services.withdraw(withdrawn, by=author)
    send(other)
    assert {item.id for item in queries.own(author).items} == {waiting.id, withdrawn.id}
    assert [item.id for item in queries.latest_own(author)] == [withdrawn.id, waiting.id]


def test_a_workshops_page_shows_public_texts_alone(db_session: Any) -> None:
    author, member = add_person(db_session), add_person(db_session, "member")
    workshop = add_workshop(db_session, add_sub_theme(db_session), member)
    item = send(author, workshop=workshop)
    assert queries.of_workshop(workshop.id) == []
    services.publish(item, by=member)
    assert queries.of_workshop(workshop.id) == [item]
    services.withdraw(item, by=author)
    assert queries.of_workshop(workshop.id) == []


@pytest.mark.parametrize("query", ["", "?q=ville", "?kind=proposal&side=france&language=fr", "?sub_theme=mobilite"])
def test_the_list_costs_the_same_however_long(app: Any, published: Any, client: Any, query: str) -> None:
    for number in range(8):
        published(title=f"Texte {number}")
    client.get("/contributions/")
    with statements(app) as sent:
        assert client.get(f"/contributions/{query}").status_code == 200
    assert len(sent) <= MOST_FOR_LIST, sent


def all_pages(filters: queries.Filters) -> list[int]:
    """The ids of a list, page after page; back again they are the same."""
    page = lines.listed(filters)
    listed = [[line.id for line in page.items]]
    while page.after is not None:
        page = lines.listed(filters, page.after)
        listed.append([line.id for line in page.items])
    for earlier in reversed(listed[:-1]):
        page = lines.listed(filters, page.before)
        assert [line.id for line in page.items] == earlier
    return [number for some in listed for number in some]


@pytest.mark.both_engines
def test_of_a_common_word_the_newest_are_listed_in_every_order(
    db_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((search, "MOST_RANKED"), (queries, "MOST_COUNTED")):
        monkeypatch.setattr(module, name, 23)
    # PostgreSQL looks at so many of the newest, then at all.
    monkeypatch.setattr(search, "LOOKED_AT", 10)
    every = []
    for number in range(50):
        item = send(add_person(db_session, side=("france", "russia")[number % 2]), title=f"Un marché numéro {number}")
        services.publish(item, by=None)
        item.replies = number * 7 % 11
        ground = Ground.OPEN if number % 3 else Ground.COMMON
        db_session.add(StanceTally(contribution_id=item.id, common=number * 5 % 13 / 13, ground=ground))
        every.append(item)
    # Shown again, it is the newest of the index and as old as it was in the list.
    hiding.hold(every[0], by=None)
    hiding.restore(every[0], by=None)
    add_cooperation(db_session, "Un marché")
    for asked, wanted in (({}, [every[0], *every[-22:]]), ({"side": "russia"}, every[1::2][-23:])):
        filters = listing.read({"q": "marchés", **asked}, [])
        assert filters.are_more
        assert all_pages(filters) == [item.id for item in reversed(wanted)]
        filters = listing.read({"q": "marchés", "order": "replies", **asked}, [])
        assert all_pages(filters) == [
            item.id for item in sorted(wanted, key=lambda item: (item.replies, item.id), reverse=True)
        ]
        filters = listing.read({"q": "marchés", "order": "common", **asked}, [])
        told = [item for item in wanted if every.index(item) % 3 == 0]
        assert all_pages(filters) == [
            item.id for item in sorted(told, key=lambda item: (every.index(item) * 5 % 13, item.id), reverse=True)
        ]
        assert queries.count_up_to(filters) == len(told)
    rare = listing.read({"q": "marchés", "kind": "question"}, [])
    assert (rare.found, lines.listed(rare).items) == ((), [])


@pytest.mark.both_engines
def test_a_rare_word_is_found_however_old(db_session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also with filters, where PostgreSQL has looked at the newest first."""
    monkeypatch.setattr(search, "LOOKED_AT", 3)
    items = []
    for number in range(8):
        author = add_person(db_session, side=("france", "russia")[number % 2])
        items.append(send(author, title=f"Un {('marché', 'phare')[number < 2]} numéro {number}"))
        services.publish(items[-1], by=None)
    for asked, wanted in (({"q": "phares"}, items[:2]), ({"q": "phare", "side": "france"}, items[:1])):
        assert all_pages(listing.read(asked, [])) == [item.id for item in reversed(wanted)]


@pytest.mark.parametrize(("lang", "said"), [("fr", "voici les plus récentes"), ("ru", "показаны самые новые")])
def test_the_page_says_that_there_are_more(
    published: Any, visitors: Any, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    for module, name in ((search, "MOST_RANKED"), (queries, "MOST_COUNTED")):
        monkeypatch.setattr(module, name, 2)
    for number in range(3):
        published(title=f"Un marché {number}")
    assert said in visitors(lang).get("/contributions/?q=marché").text


def test_a_text_costs_few_statements(app: Any, published: Any, transaction: Any, client: Any, cast: Cast) -> None:
    from trianon.accounts.models import Account
    from trianon.contributions.models import Contribution

    number = published()
    with transaction() as session:
        item = session.get(Contribution, number)
        item.workshop_id = cast.workshop
        people = {"translator": cast.ids["russian"], "reviewer": cast.ids["member"]}
        readers = {role: session.get(Account, key) for role, key in people.items()}
        services.add_translation(item, title="Крыша", text="Крытые велопарковки у каждого вокзала.", **readers)
    with statements(app) as sent:
        assert client.get(f"/ru/contributions/{number}").status_code == 200
    assert len(sent) <= MOST_FOR_PAGE, sent


def test_a_draft_saved_while_typing_is_not_read_again(app: Any, signed_in: Any) -> None:
    visitor = signed_in("author")
    page = visitor.get("/contributions/write").text
    said = visitor.post("/contributions/drafts", data=typed(page, title="Un banc", text="Au soleil.")).json
    with statements(app) as sent:
        again = visitor.post(said["save"], data=typed(page, title="Un banc", text="Au soleil et à l’ombre."))
        assert again.json["address"] == said["address"]
    # Who is here, the draft, the draft under its lock, similar texts.
    assert [one.split(maxsplit=1)[0] for one in sent] == [*["SELECT"] * 4, "UPDATE"], sent


def test_texts_on_a_cooperation_stand_on_its_page_and_in_a_list_of_their_own(
    signed_in: Any, visitors: Any, transaction: Any, decided: Any, cast: Cast
) -> None:
    from tests.cooperations.helpers import declaration
    from trianon.accounts.models import Account
    from trianon.contributions.models import Contribution
    from trianon.cooperations import services as cooperations

    with transaction() as session:
        record = cooperations.submit(declaration(), by=session.get(Account, cast.ids["russian"]))
        cooperations.publish(record, by=None)
        number, title = record.id, record.public_version.title.fr
    reader = visitors("fr")
    assert f"/fr/contributions/write?cooperation={number}" in reader.get(f"/cooperations/{number}").text
    author = signed_in("author")
    page = author.get(f"/contributions/write?cooperation={number}").text
    assert f'<option selected value="{number}">{title}' in page
    # Nobody else's record is offered without having been asked for.
    assert title not in author.get("/contributions/write").text
    assert title in signed_in("russian").get("/contributions/write").text
    sent = author.submit(
        f"/contributions/write?cooperation={number}",
        {
            "kind": "opinion",
            "lang": "fr",
            "title": "Des jardins ensemble",
            "text": "Un texte assez long sur les jardins.",
        },
        form="/write",
    )
    text = int(sent.location.partition("#")[0].rpartition("/")[2])
    assert "Des jardins ensemble" not in reader.get(f"/cooperations/{number}").text
    decided(text, "publish")
    assert "Des jardins ensemble" in reader.get(f"/cooperations/{number}").text
    assert title in reader.get(f"/contributions/{text}").text
    listed = reader.get(f"/contributions/?cooperation={number}").text
    assert "Des jardins ensemble" in listed
    assert title in listed
    with transaction() as session:
        cooperations.withdraw(session.get(type(record), number), by=session.get(Account, cast.ids["russian"]))
        assert session.get(Contribution, text).cooperation_id == number
    # The record is gone: its title is nowhere.
    assert title not in reader.get(f"/contributions/{text}").text
    assert title not in reader.get(f"/contributions/?cooperation={number}").text


@pytest.mark.both_engines
def test_most_common_ground_first(db_session: Any) -> None:
    author = add_person(db_session)
    items = [send(author, title=f"Texte {number}") for number in range(4)]
    for item in items:
        services.publish(item, by=None)
    grounds = [(0.3, Ground.DIFFER), (0.8, Ground.COMMON), (0.9, Ground.OPEN)]
    for item, (common, ground) in zip(items, grounds, strict=False):
        db_session.add(StanceTally(contribution_id=item.id, common=common, ground=ground))
    db_session.flush()
    filters = queries.Filters(order=queries.Order.COMMON)
    assert [line.id for line in lines.listed(filters).items] == [items[1].id, items[0].id]
    assert queries.count_up_to(filters) == 2
