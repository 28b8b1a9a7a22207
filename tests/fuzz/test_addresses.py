"""Every parameter and every part of every address, filled with what nobody would type: never a 500, nothing stored."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz import tally
from tests.fuzz.conftest import Ground
from tests.fuzz.test_forms import SLOW
from tests.fuzz.words import VALUES, WORDS, as_bytes
from tests.site.walk import Visit
from tests.support.dump import differences, dump
from tests.support.forms import forms_of

# Read by views though no link or form of the demonstration shows them just now.
ALSO = {"page", "next", "original", "address", "q", "sort", "per_page", "lang"}


def test_parameters(ground: Ground) -> None:
    ground.restore()
    before = _dumped(ground)
    names = parameters(ground)
    assert {"q", "page", "kind", "sub_theme", "domain"} <= names, names
    for visit in one_of_each(ground):
        _ask(ground, visit, sorted(names))
    assert differences(before, _dumped(ground)) == []


def test_paths(ground: Ground) -> None:
    """What stands between the slashes: numbers too large, keys, steps, languages."""
    ground.restore()
    before = _dumped(ground)
    rules = [
        rule
        for rule in ground.app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and rule.arguments and rule.endpoint != "static"
    ]
    someone = next(visit for visit in ground.visits if visit.identity)

    @SLOW
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        for rule in rules:
            path = re.sub(r"<[^>]+>", lambda _: quote(as_bytes(data.draw(WORDS))[:2000], safe=""), rule.rule)
            for client in (ground.app.test_client(), ground.client(someone)):
                # The test client reads paths as text: what is no UTF-8 arrives as the server would hand it on.
                answer = client.get("/" + path.lstrip("/"))
                tally.note("paths", answer.status_code)
                assert answer.status_code < 500, path

    ask()
    assert differences(before, _dumped(ground)) == []


def parameters(ground: Ground) -> set[str]:
    """Every name that a link or a search form of any page puts behind the question mark."""
    found = set(ALSO)
    for visit in one_of_each(ground):
        page = ground.client(visit).get(visit.path).text
        for form in forms_of(page):
            found |= form.names if form.method == "get" else set()
        for address in re.findall(r'href="([^"]+\?[^"]+)"', page):
            found |= {name for name, _ in parse_qsl(urlsplit(address.replace("&amp;", "&")).query)}
    return found


def one_of_each(ground: Ground) -> list[Visit]:
    """A page of each route, in either language."""
    found: dict[str, Visit] = {}
    for number, visit in enumerate(ground.visits):
        found.setdefault(visit.name.partition(" ")[0] + ("+" if number % 2 and visit.identity else ""), visit)
    return list(found.values())


def _ask(ground: Ground, visit: Visit, names: list[str]) -> None:
    client = ground.client(visit)

    @SLOW
    @given(st.dictionaries(st.sampled_from(names), VALUES, max_size=6))
    def ask(data: dict[str, list[str]]) -> None:
        query = urlencode([(key, as_bytes(value)[:4000]) for key, values in data.items() for value in values])
        answer = client.get(f"{visit.path}?{query}")
        tally.note("parameters", answer.status_code)
        assert answer.status_code < 500, (visit.path, data)

    ask()


def _dumped(ground: Ground) -> dict[str, list[tuple[object, ...]]]:
    with ground.app.app_context():
        return dump()
