"""Declaring in a real browser: places while typing, and a lost connection that loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.support import databases


def until(page: Any, condition: str) -> None:
    """Wait for a condition; the content policy refuses what the browser's own waiting would evaluate."""
    for _again in range(40):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"never true: {condition}")


def test_places_are_offered_and_typed_text_survives_a_lost_connection(
    serve: Callable[..., Any], new_page: Callable[..., Any], process: str, axe: Callable[..., list[str]]
) -> None:
    template = databases.template_of("sqlite", "demo", (("demo", "load"),), TRIANON_DEMO="1")
    database = databases.copy_of(template, f"typing_{process}")
    server = serve(database=database, processes=1, worker=False, TRIANON_DEMO="1", SMTP_URL="")
    page = new_page(width=360)
    page.goto(f"{server.url}/fr/cooperations/declare")
    page.click("#start button")
    page.fill("#title", "Deux ports, une chorale")
    page.fill("#summary", "On chante ensemble chaque été.")
    until(page, "localStorage.length === 1")
    # The connection is lost at the moment of sending.
    page.context.set_offline(True)
    step = page.url
    page.evaluate("document.querySelector('main form').requestSubmit()")
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.goto(step)
    assert page.input_value("#title") == ""
    assert axe(page) == []
    page.get_by_role("button", name="Le reprendre").click()
    assert page.input_value("#title") == "Deux ports, une chorale"
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/partners")
    page.locator("#partners-0-place").press_sequentially("Дюнк")
    page.wait_for_selector(".complete__option")
    assert axe(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#partners-0-place") == "Dunkerque"
    assert page.input_value("#partners-0-pick").isdigit()
    # The title has come to the server: back on its page, nothing is left on the device.
    page.goto(step)
    until(page, "!Object.keys(localStorage).some((key) => key.endsWith(':title'))")
    assert page.locator(".notice--warning").count() == 0
