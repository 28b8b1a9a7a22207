"""Searches of contributions that somebody follows: what comes later reaches them if, and only if, the list has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa

from tests.committee.conftest import House
from tests.contributions.conftest import add_sub_theme
from tests.contributions.test_queries import statements
from tests.support.visitor import Visitor
from tests.workshops.making import add_workshop
from trianon.bilingual.lang import Lang
from trianon.contributions import following as searching
from trianon.contributions import hiding, listing, queries, services
from trianon.contributions.following import SUBJECT, filters_of, query_of
from trianon.contributions.models import Contribution, ContributionKind
from trianon.core.database import db
from trianon.mail.render import in_language
from trianon.notifications import following_services, spreading
from trianon.notifications.following_models import Follow, FollowedSearch, News
from trianon.notifications.models import Notification
from trianon.notifications.searches import remove_unfollowed
from trianon.notifications.sentences import sentence_of

QUERIES = (
    "",
    "q=banc",
    "q=bancs+gare",
    "q=ban",
    "q=quai",
    "q=%21%3F",
    "q=%D1%81%D0%BA%D0%B0%D0%BC%D0%B5%D0%B9%D0%BA%D0%B0",
    "kind=proposal",
    "kind=question",
    "kind=proposal&q=banc",
    "kind=question&q=banc",
    "language=fr&side=france",
    "language=ru",
    "side=russia",
    "sub_theme=mobilite",
    "q=banc&sub_theme=mobilite",
    "translated=no",
    "translated=yes",
)


def follow(session: Any, person: Any, query: str) -> int:
    search = session.scalars(sa.select(FollowedSearch).filter_by(query=query)).one_or_none()
    if search is None:
        search = FollowedSearch(query=query)
        session.add(search)
        session.flush()
    following_services.follow(person, SUBJECT, search.id)
    return int(search.id)


def spread() -> None:
    while spreading.spread_some():
        pass


def told(session: Any, person: Any) -> list[str]:
    rows = sa.select(Notification.kind).filter_by(account_id=person.id).where(Notification.news_id.is_not(None))
    return list(session.scalars(rows.order_by(Notification.id)))


def lists(query: str, item: Contribution) -> bool:
    """Whether the page of this search shows the text."""
    filters = listing.read(dict(parse_qsl(query)), queries.sub_themes())
    return item in db.session.scalars(queries.matching(filters)).all()


def translate(house: House, item: Contribution) -> None:
    words = {"title": "Скамейка у вокзала", "text": "Одна скамейка в тени, другая на солнце. " * 3}
    services.add_translation(item, **words, translator=house.person(), reviewer=house.person())


@pytest.mark.both_engines
def test_a_search_tells_of_what_its_page_lists_and_of_nothing_else(house: House) -> None:
    theme = add_sub_theme(house.session)
    people = {query: house.person(side="russia", lang=Lang.RU) for query in QUERIES}
    for query, person in people.items():
        follow(house.session, person, query)
    item = house.contribution(house.person(), sub_theme=theme)
    services.publish(item, by=None)
    spread()
    found = {query for query in QUERIES if lists(query, item)}
    assert len(found) == 10
    assert {query for query, person in people.items() if told(house.session, person)} == found
    # Once it is translated, those searches that find it only now.
    translate(house, item)
    spread()
    later = {query for query in QUERIES if lists(query, item)} - found
    assert later == {"q=%D1%81%D0%BA%D0%B0%D0%BC%D0%B5%D0%B9%D0%BA%D0%B0", "translated=yes"}
    for query, person in people.items():
        wanted = ["follows.contribution"] * (query in found) + ["follows.contribution_translated"] * (query in later)
        assert told(house.session, person) == wanted, query


@pytest.mark.both_engines
def test_nobody_hears_twice_nor_of_what_has_gone_nor_of_a_correction(house: House) -> None:
    theme = add_sub_theme(house.session)
    anna, author, judge = house.person(), house.person(), house.person()
    for person in (anna, author, judge):
        follow(house.session, person, "q=banc")
        follow(house.session, person, "kind=proposal")
        following_services.follow(person, "sub_theme", theme.id)
    kept, gone = house.contribution(author, sub_theme=theme), house.contribution(author, "Un banc sur le quai")
    for item in (kept, gone):
        services.publish(item, by=judge)
    # Removed before the worker came: nobody is told. Hidden after: the line says nothing.
    hiding.remove(gone, by=None)
    spread()
    assert [told(house.session, one) for one in (anna, author, judge)] == [["follows.contribution"], [], []]
    services.correct(
        kept,
        by=author,
        shown_version=1,
        lang=Lang.FR,
        kind=ContributionKind.QUESTION,
        title="Un abri",
        text="Un abri. " * 9,
    )
    services.publish(kept, by=None)
    spread()
    assert told(house.session, anna) == ["follows.contribution"]
    with in_language(Lang.FR):
        assert sentence_of("follows.contribution", {"contribution": kept.id}) is not None
        hiding.hold(kept, by=None)
        assert sentence_of("follows.contribution", {"contribution": kept.id}) is None


def test_what_is_asked_of_the_database_grows_neither_with_searches_nor_with_texts(house: House, app: Any) -> None:
    def asked(texts: int, searches: int) -> int:
        house.session.execute(sa.update(News).values(is_matched=True))
        for number in range(searches):
            follow(house.session, house.person(), f"q=banc{number}&side=france")
        for number in range(texts):
            services.publish(house.contribution(house.person(), f"Un banc numéro {number}"), by=None)
        news = house.session.scalars(sa.select(News).where(~News.is_matched)).all()
        assert len(news) == texts
        with statements(app) as sent:
            list(searching.found_by_searches(news))
        return len(sent)

    assert asked(1, 1) == asked(5, 12) == 3


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_is_kept_as_its_address(house: House, query: str) -> None:
    themes = [add_sub_theme(house.session)]
    assert query_of(filters_of(query, themes)) == query
    assert query_of(replace(filters_of(query, themes), order=queries.Order.COMMON)) == query
    assert query_of(filters_of(f"order=replies&page=a.1.2&kind=gone&{query}", themes)) == query


def test_a_search_for_what_exists_no_more_finds_nothing(house: House) -> None:
    """Read as a page reads it, it would find everything."""
    theme, anna = add_sub_theme(house.session), house.person()
    workshop = add_workshop(house.session, sub_theme_id=theme.id)
    here = follow(house.session, anna, f"workshop={workshop.id}")
    gone = [follow(house.session, anna, query) for query in ("sub_theme=gone", "kind=gone", "workshop=999999")]
    services.publish(house.contribution(house.person()), by=None)
    spread()
    assert told(house.session, anna) == []
    with in_language(Lang.FR):
        assert list(searching.found([here, *gone])) == [here]
    services.publish(house.contribution(house.person(), "Un autre banc", workshop=workshop), by=None)
    spread()
    assert told(house.session, anna) == ["follows.contribution"]


def test_a_search_goes_with_the_last_who_follows_it_in_either_list(house: House) -> None:
    anna, boris = house.person(), house.person()
    number = follow(house.session, anna, "q=banc")
    following_services.follow(boris, "search", number)
    following_services.unfollow(boris, "search", number)
    remove_unfollowed()
    assert list(house.session.scalars(sa.select(FollowedSearch.query))) == ["q=banc"]
    following_services.unfollow(anna, SUBJECT, number)
    remove_unfollowed()
    assert list(house.session.scalars(sa.select(FollowedSearch.query))) == []


def test_a_search_is_followed_from_its_page(
    client: Visitor, sign_in_as: Callable[..., Visitor], transaction: Any, in_house: Any
) -> None:
    anna, page = sign_in_as(), "/contributions/?kind=question&q=banc"
    assert "/account/following/" not in client.get(page).text
    assert anna.submit(f"{page}&order=replies", form="/contributions/follow").status_code == 303
    for address, is_followed in (
        (page, True),
        ("/contributions/?q=banc&kind=question&order=common", True),
        ("/contributions/?q=banc", False),
    ):
        assert ("Ne plus suivre" in anna.get(address).text) == is_followed, address
    listed = anna.get("/account/following/").text
    assert "Recherche de contributions" in listed
    assert "banc" in listed
    with transaction() as session:
        number = session.scalars(sa.select(Follow.subject_id).filter_by(account_id=anna.id)).one()
    assert anna.submit(page, form=f"/contribution_search/{number}/end").status_code == 303
    assert "Ne plus suivre" not in anna.get(page).text
    # A sub-theme alone is followed as such.
    with transaction() as session:
        theme = add_sub_theme(session).id
    assert anna.submit("/contributions/?sub_theme=mobilite", form=f"/sub_theme/{theme}").status_code == 303
