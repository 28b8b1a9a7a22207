"""Every page in a real browser: no accessibility violation (axe, WCAG 2.2 AA), nothing wider than a phone."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.site.walk import Visit, client_of, visits
from tests.support.accessibility import Seen
from tests.support.databases import PATIENT
from tests.support.server import LiveServer

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def in_a_group_of_its_own(lang: str) -> Any:
    """The longest tests there are, so each language goes to a process of its own, before all others."""
    return pytest.param(lang, marks=[pytest.mark.group(f"axe-{lang}"), pytest.mark.long])


@pytest.mark.parametrize("lang", [in_a_group_of_its_own(lang) for lang in ("fr", "ru")])
def test_no_page_has_a_violation(lang: str, process: str, browser: Any) -> None:
    from tests.site.samples import demonstration

    faults: list[str] = []
    seen, shown = Seen(), set[str]()
    with demonstration(process, f"axe_{lang}") as app:
        walk = [visit for visit in visits(app) if visit.lang == lang]
        # What somebody signed in sees on a wide screen holds what a visitor sees there.
        shared = {visit.path for visit in walk if visit.identity}
        cookies = {visit.identity: cookie_of(app, visit) for visit in walk if visit.identity}
        settings = PATIENT | {"TRIANON_DEMO": "1", "SMTP_URL": ""}
        server = LiveServer(app.config["SETTINGS"].database_url, settings, with_worker=False).start()
        try:
            for identity in sorted({visit.identity for visit in walk}):
                context = browser.new_context(viewport=WIDE)
                if identity:
                    context.add_cookies([{"name": "dialogue", "value": cookies[identity], "url": server.url}])
                page = context.new_page()
                page.on("pageerror", partial(note_script_fault, faults))
                for visit in walk:
                    if visit.identity == identity:
                        wide = bool(visit.identity) or visit.path not in shared
                        faults += faults_of(page, visit, server.url, seen, shown, wide=wide)
                context.close()
        finally:
            server.stop()
    faults += [f"{endpoint}: nobody was shown it" for endpoint in sorted({visit.endpoint for visit in walk} - shown)]
    assert not faults, "\n".join(faults)


def note_script_fault(faults: list[str], error: Any) -> None:
    """A script of the page has failed."""
    faults.append(f"script fault: {error}")


def faults_of(page: Any, visit: Visit, base: str, seen: Seen, shown: set[str], *, wide: bool) -> list[str]:
    """What is wrong with a page on a phone, and on a desk; `shown` gathers the endpoints that were really looked at."""
    page.set_viewport_size(WIDE if wide else NARROW)
    answer = page.goto(base + visit.path)
    if answer.status >= 500:
        return [f"{visit.name}: {answer.status}"]
    if page.url != base + visit.path:
        # The way in, or the page that this person has instead: seen at its own address.
        return []
    shown.add(visit.endpoint)
    found = []
    if wide:
        found = [f"{visit.name}, 1280 px: {line}" for line in seen.violations(page, 1280)]
        page.set_viewport_size(NARROW)
    found += [f"{visit.name}, 360 px: {line}" for line in seen.violations(page, 360)]
    if (width := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
        found.append(f"{visit.name}, 360 px: {width} px wide")
    return found


def cookie_of(app: Any, visit: Visit) -> str:
    """The session cookie of somebody who signed in."""
    client = client_of(app, visit)
    cookie = client.get_cookie("dialogue")
    assert cookie is not None
    return str(cookie.value)
