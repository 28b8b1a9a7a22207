"""axe-core on a page in the browser: the rules of WCAG 2.2 AA and below."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tests.support.house import cannot
from tests.support.node import MODULES, NodeMissing, install_modules

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Rules without a success criterion of their own that cost nothing to keep: one main, headings in order, no lost text.
MORE = ["best-practice"]


@cache
def _axe() -> str:
    try:
        install_modules()
    except NodeMissing as error:
        cannot(str(error))
    return (MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


_RUN = """async tags => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations.map(
  one => `${one.id}: ${one.help} at ${one.nodes.slice(0, 3).map(node => node.target).join(" | ")}`)"""
SHAPE = Path(__file__).with_name("shape.js")


class Seen:
    """Pages of a walk: what is built of the same pieces as a page examined before is not examined again."""

    def __init__(self) -> None:
        self.shapes: set[tuple[int, str]] = set()
        self.spared = 0

    def violations(self, page: Any, width: int) -> list[str]:
        """Of this page at this width, in lines as `violations` gives; names that go wrong are looked for each time."""
        found = page.evaluate(SHAPE.read_text(encoding="utf-8"))
        names: list[str] = found["names"]
        if (width, found["shape"]) in self.shapes:
            self.spared += 1
            return names
        self.shapes.add((width, found["shape"]))
        return names + violations(page)


def violations(page: Any, *, best_practice: bool = True) -> list[str]:
    """Each violation in a line: rule, what it says, where. The script is evaluated, so the page's policy stays on."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    tags = TAGS + (MORE if best_practice else [])
    # Only lines travel back: all that axe has to say of a page is as long as the page itself.
    found: list[str] = page.evaluate(_RUN, tags)
    return found
