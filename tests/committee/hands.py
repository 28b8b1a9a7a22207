"""Hands on a keyboard that count every key, and two ways through the queue: by single keys, by Tab and Enter alone."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from tests.load.rush import site_of
from tests.support.people import add_person
from tests.support.server import LiveServer
from tests.support.signed import cookie_of

# Card, Moran and Newell, "The keystroke-level model", 1980: an average typist presses a key in 0.28 s (40 words a
# minute), and needs 1.35 s to make up the mind before a unit of a task. Hands never leave the keyboard.
KEY, MIND = 0.28, 1.35
# What is decided, over and over: five texts of eight are accepted, two are sent back, one is refused.
PLAN = ("accept", "accept", "ask_changes", "accept", "accept", "refuse", "accept", "ask_changes")
# Added to the prepared words of a refusal, as a member would.
OWN_WORDS = {"fr": " Merci de votre compréhension.", "ru": " Благодарим за понимание."}


@dataclass
class Run:
    """What one way through the queue took."""

    keys: int = 0
    minds: int = 0
    pages: int = 0
    most_keys: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Without reading: keys, decisions, and the site's own time."""
        return self.keys * KEY + self.minds * MIND + sum(self.waits)


class Hands:
    """A keyboard that counts."""

    def __init__(self, page: Any, run: Run) -> None:
        self.page, self.run = page, run

    def press(self, key: str) -> None:
        """One key, or one with another held down: counted as two."""
        self.page.keyboard.press(key)
        self.run.keys += 1 + key.count("+")

    def type(self, text: str) -> None:
        """Each character is a key."""
        self.page.keyboard.type(text)
        self.run.keys += len(text)

    def send(self, key: str) -> None:
        """A key that brings another page: how long until it can be read."""
        began = time.perf_counter()
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.press(key)
        self.run.waits.append(time.perf_counter() - began)
        self.run.pages += 1

    def tab_to(self, selector: str) -> None:
        """By Tab alone, as without any script."""
        for _time in range(200):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise SystemExit(f"{selector} is not reached by Tab")

    def decide(self) -> None:
        """Making up one's mind."""
        self.run.minds += 1


def prepare(server: LiveServer, words: list[dict[str, str]]) -> tuple[str, str]:
    """Forty texts of French and Russian participants; the cookie of a French member who has nothing to do with them."""
    from flask import current_app

    from trianon.bilingual.lang import Lang
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind
    from trianon.core.database import db

    with site_of(server):
        for one in words:
            author = add_person(db.session, side={"fr": "france", "ru": "russia"}[one["lang"]])
            services.submit(
                author, lang=Lang(one["lang"]), kind=ContributionKind(one["kind"]), title=one["title"], text=one["text"]
            )
        member = add_person(db.session, "member", side="france")
        return cookie_of(current_app, db.session, member)


def by_single_keys(page: Any, hands: Hands, words: list[dict[str, str]]) -> None:
    """Single keys turned on once, then two to four for a text."""
    ready(page)
    hands.tab_to(".keys summary")
    hands.press("Enter")
    hands.press("Tab")
    hands.press("Enter")
    hands.send("b")
    for number in range(len(words)):
        ready(page)
        before, verdict = hands.run.keys, PLAN[number % len(PLAN)]
        lang = page.get_attribute("[data-author-lang]", "data-author-lang")
        hands.decide()
        hands.press({"accept": "a", "ask_changes": "c", "refuse": "r"}[verdict])
        if verdict != "accept":
            hands.decide()
            hands.press("1" if verdict == "ask_changes" else "2")
        if verdict == "refuse":
            hands.decide()
            hands.press("n")
            hands.press("Control+End")
            hands.type(OWN_WORDS[lang])
        hands.send("Control+Enter" if verdict != "accept" else "Enter")
        hands.run.most_keys = max(hands.run.most_keys, hands.run.keys - before)


def ready(page: Any) -> None:
    """Wait for the script of the keys: a person has not read the title by then."""
    page.wait_for_selector(".keys:not([hidden])", state="attached")


def by_tab(page: Any, hands: Hands, words: list[dict[str, str]]) -> None:
    """With the keys that every browser has: links at the head of the page lead to the form."""
    hands.tab_to(".page-head [type=submit]")
    hands.send("Enter")
    for number in range(len(words)):
        before, verdict = hands.run.keys, PLAN[number % len(PLAN)]
        lang = page.get_attribute("[data-author-lang]", "data-author-lang")
        hands.tab_to(".page-head a[href$='#voice']")
        hands.press("Enter")
        hands.decide()
        hands.tab_to("#voice-form [name=verdict]")
        hands.press("Space")
        for _step in range(("accept", "ask_changes", "refuse").index(verdict)):
            hands.press("ArrowDown")
        if verdict != "accept":
            hands.decide()
            value = "insufficient_detail" if verdict == "ask_changes" else "off_topic"
            hands.tab_to(f"#voice-form [name=reasons][value={value}]")
            hands.press("Space")
        if verdict == "refuse":
            hands.decide()
            hands.tab_to("#voice-form [name=note]")
            hands.press("Control+End")
            hands.type(OWN_WORDS[lang])
            hands.press("Tab")
        hands.send("Enter")
        hands.run.most_keys = max(hands.run.most_keys, hands.run.keys - before)
