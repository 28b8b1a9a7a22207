"""Somebody in a browser of their own, who reads one language and gets mails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from tests.support.server import LiveServer
from tests.support.smtp import MailServer, text_of

PASSWORD = "un mot de passe assez long"


@dataclass
class Person:
    """A page of the browser, with the words of somebody who uses it."""

    page: Any
    server: LiveServer
    post: MailServer
    lang: str
    email: str

    def go(self, path: str) -> None:
        """Open a page of the site in one's language."""
        address = path if path.startswith("http") else f"{self.server.url}/{self.lang}{path}"
        answer = self.page.goto(address)
        assert answer.status == 200, f"{path}: {answer.status}\n{self.text()}"

    def fill(self, **fields: str) -> None:
        """Type into fields by their names (`__` stands for -)."""
        for name, value in fields.items():
            self.page.fill(f"main [name='{name.replace('__', '-')}']", value)

    def choose(self, **fields: str) -> None:
        """Choose of a list, of radio buttons or of boxes."""
        for typed, value in fields.items():
            name = typed.replace("__", "-")
            if self.page.locator(f"main select[name='{name}']").count():
                self.page.select_option(f"main select[name='{name}']", value)
            else:
                self.page.check(f"main input[name='{name}'][value='{value}']")

    def send(self, form: str = "") -> None:
        """Press the main button of the page's form, or of the form whose action ends so."""
        place = f"main form[action$='{form}']" if form else "main form[method='post']"
        main = self.page.locator(f"{place} button.button--primary")
        button = main if main.count() else self.page.locator(f"{place} button[type='submit']")
        with self.page.expect_navigation():
            button.first.click()

    def text(self) -> str:
        """What stands on the page."""
        return str(self.page.inner_text("main"))

    def number(self) -> int:
        """The number of the record in the address."""
        found = re.search(r"/(\d+)(?:\D|$)", self.page.url.split("://", 1)[1].split("/", 1)[1])
        assert found, self.page.url
        return int(found[1])

    def sign_in(self, password: str) -> None:
        """Sign in by the forms; the demonstration prints the code of the second step on its page."""
        self.go("/account/sign-in")
        self.fill(email=self.email, password=password)
        self.send()
        if self.page.url.endswith("/account/second-factor"):
            self.fill(code=str(self.page.inner_text("[data-code]")))
            self.send()
            assert "second-factor" not in self.page.url, self.text()
        assert "sign-in" not in self.page.url, self.text()

    def press(self, name: str, value: str) -> None:
        """Press the button of this name and value."""
        with self.page.expect_navigation():
            self.page.click(f"main button[name='{name}'][value='{value}']")

    def mail(self, *words: str) -> EmailMessage:
        """The newest mail that has all these words in its text."""
        return self.post.wait_for(self.email, lambda message: all(word in text_of(message) for word in words))

    def follow(self, message: EmailMessage) -> None:
        """Open the link of a mail."""
        found = re.search(r"http://127\.0\.0\.1:\d+/\S+", text_of(message))
        assert found, text_of(message)
        self.go(found[0])
