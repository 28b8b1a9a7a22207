"""The list by translation and by replies, and its feeds for news readers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from tests.contributions.conftest import Cast, send
from trianon.accounts.models import Account
from trianon.contributions import lines, queries, services
from trianon.contributions.queries import Filters, Order

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def three(transaction: Any, cast: Cast) -> list[int]:
    """A French text that is translated and replied to, then two that are neither: the last one Russian."""
    with transaction() as session:
        author, russian = (session.get(Account, cast.ids[name]) for name in ("author", "russian"))
        made = [send(author, title=f"Un toit & <b>{number}</b>") for number in (1, 2)] + [send(russian, lang="ru")]
        for text in made:
            services.publish(text, by=None)
        made[0].replies = 3
        services.add_translation(
            made[0], title="Крыша", text="Крытые велопарковки.", translator=russian, reviewer=author
        )
        return [text.id for text in made]


@pytest.mark.parametrize(
    ("filters", "places"),
    [
        (Filters(is_translated=True), [0]),
        (Filters(is_translated=False), [2, 1]),
        (Filters(order=Order.REPLIES), [0, 2, 1]),
    ],
)
def test_filters_and_order(transaction: Any, three: list[int], filters: Filters, places: list[int]) -> None:
    with transaction():
        assert [item.id for item in lines.listed(filters).items] == [three[place] for place in places]
        assert queries.count_up_to(filters) == len(places)


@pytest.mark.parametrize("lang", ["fr", "ru"])
def test_feeds(visitors: Any, transaction: Any, three: list[int], lang: str) -> None:
    reader = visitors(lang)
    assert f"/{lang}/contributions/feed.atom" in reader.get("/contributions/?translated=no&order=replies").text
    answer = reader.get("/contributions/feed.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    tree = ET.fromstring(answer.text)
    assert tree.get(XML_LANG) == lang
    found = {entry.findtext(f"{ATOM}title"): entry.get(XML_LANG, lang) for entry in tree.findall(f"{ATOM}entry")}
    first = {"fr": ("Un toit & <b>1</b>", "fr"), "ru": ("Крыша", "ru")}[lang]
    assert found == {first[0]: first[1], "Un toit & <b>2</b>": "fr", "Крыша для велосипедов": "ru"}
    with transaction() as session:
        text = session.get(queries.Contribution, three[1])
        services.withdraw(text, by=text.author)
    assert "2&lt;/b&gt;" not in reader.get("/contributions/feed.atom").text
    assert reader.get("/contributions/mobilite.atom").status_code == 200
    assert reader.get("/contributions/nowhere.atom").status_code == 404
