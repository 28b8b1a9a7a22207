"""Every form of every page, filled with what no form was made for: never a 500, never a row stored by half."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import urlencode, urljoin

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz import tally
from tests.fuzz.conftest import Ground
from tests.fuzz.words import VALUES, as_bytes
from tests.site.walk import Visit
from tests.support.forms import Form, forms_of

# What makes a form its own form stays as the page had it: without these every try would end at the door.
MARKS = {"csrf_token", "started", "website"}
SLOW = settings(
    max_examples=tally.TRIES,
    deadline=None,
    database=None,
    derandomize=not tally.IS_LONG,
    phases=(Phase.explicit, Phase.generate) if not tally.IS_LONG else (Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


def test_forms(ground: Ground) -> None:
    found = list(forms(ground))
    # Fewer would mean that the walk has lost its way.
    assert len(found) >= 25, sorted(name for name, *_ in found)
    # Forms that say when they were shown refuse whoever is quicker than people are.
    time.sleep(1.1)
    bad = {}
    for name, visit, form, cookie in found:
        ground.restore()
        try:
            fill_in(ground, name, visit, form, cookie)
        except Exception as error:  # noqa: BLE001 - one bad form must not hide the next
            bad[name] = f"{error!r} {getattr(error, '__notes__', '')}"
    ground.restore()
    assert not bad, "\n".join(f"{name}: {fault}" for name, fault in bad.items())


def forms(ground: Ground) -> Iterator[tuple[str, Visit, Form, str]]:
    """One form of each kind, with the cookie of the page that showed it."""
    seen = set()
    for visit in ground.visits:
        client = ground.client(visit)
        answer = client.get(visit.path)
        if answer.status_code != 200:
            continue
        for form in forms_of(answer.text):
            kind = (visit.name.partition(" ")[0], re.sub(r"[\w-]{20,}|\d+", "…", form.action), frozenset(form.names))
            if form.method != "post" or kind in seen or (form.action.endswith("/sign-out") and seen & {"sign-out"}):
                continue
            seen.add("sign-out" if form.action.endswith("/sign-out") else kind)
            kept = client.get_cookie("dialogue")
            yield f"{visit.name} → {form.action}", visit, form, kept.value if kept else ""


def fill_in(ground: Ground, name: str, visit: Visit, form: Form, cookie: str) -> None:
    """As many times as the profile says; what one try has stored stays for the next."""
    names = sorted((form.names | {name for name, _ in form.buttons if name}) - MARKS)
    fills = st.fixed_dictionaries({}, optional=dict.fromkeys(names, VALUES))
    target = urljoin(visit.path, form.action or visit.path)

    @SLOW
    @given(fills)
    def send(data: dict[str, list[str]]) -> None:
        client = ground.app.test_client()
        if cookie:
            client.set_cookie("dialogue", cookie)
        pairs = [(key, as_bytes(value)) for key, values in form.filled(dict(data)).items() for value in values]
        answer = client.post(target, data=urlencode(pairs), content_type="application/x-www-form-urlencoded")
        tally.note("forms", answer.status_code)
        assert answer.status_code < 500, (name, data)
        if answer.status_code in (302, 303):
            assert client.get(answer.location).status_code < 500, (name, data, answer.location)
        # To count everything again takes longer than the try itself: the short run counts once for each form.
        if tally.IS_LONG:
            assert ground.faults() == [], (name, data)

    send()
    assert ground.faults() == [], name
