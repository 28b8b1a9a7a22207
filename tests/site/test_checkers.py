"""The tools of the tests find what is wrong: an empty list from them means something."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from smtplib import SMTP
from typing import Any

import pytest

from tests.support.accessibility import Seen
from tests.support.forms import forms_of
from tests.support.smtp import MailServer, text_of

SOUND = (
    '<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Мэрия</title></head>'
    "<body><main><h1>Ёлка</h1><p>Été</p></main></body></html>"
)
BROKEN = SOUND.replace("<p>Été</p>", '<img src="a.png"><p style="color: #ddd">Été</p>')
FORM = """<form action="/a" method="post" id="one"><input name="token" type="hidden" value="x">
<input name="kind" type="radio" value="1"><input name="kind" type="radio" value="2" checked>
<input name="yes" type="checkbox" value="y"><textarea name="text">
Été
 ёж</textarea><select name="side"><option value="fr">F<option value="ru" selected>R</select>
<input name="off" value="o" disabled><button name="go" value="now">Go</button></form>
<input name="outside" value="2" form="one">"""


def test_axe_finds_what_is_wrong(page: Any, axe: Callable[..., list[str]]) -> None:
    """A picture without words and a grey that cannot be read, and nothing on a sound page."""
    page.set_content(SOUND)
    assert axe(page) == []
    page.set_content(BROKEN)
    found = axe(page)
    assert {line.partition(":")[0] for line in found} == {"image-alt", "color-contrast"}


def test_only_what_is_built_alike_is_spared(page: Any) -> None:
    """Another word and another row change nothing; another class, a missing name, a word too few do."""
    seen = Seen()
    rows = SOUND.replace("<p>Été</p>", "<ul><li>un</li><li>deux</li></ul>")
    for text, spared in ((rows, 0), (rows.replace("deux", "trois</li><li>quatre"), 1)):
        page.set_content(text)
        assert (seen.violations(page, 360), seen.spared) == ([], spared)
    for change in ('<li class="pale">', "<li hidden>", "<li><b>x</b>"):
        page.set_content(rows.replace("<li>", change, 1))
        seen.violations(page, 360)
        assert seen.spared == 1, change
    page.set_content(rows.replace("<ul>", '<ul aria-describedby="nobody">'))
    assert seen.violations(page, 360) == ["no element is called nobody"]
    page.set_content(BROKEN)
    assert seen.violations(page, 360)


def test_html_validate_finds_what_is_wrong(html_faults: Callable[..., list[str]]) -> None:
    """The fault is told with the name of its page."""
    found = html_faults({"sound": SOUND, "broken": BROKEN})
    assert found
    assert all(line.startswith("broken:") for line in found)


def test_forms_are_read_as_a_browser_reads_them() -> None:
    """What is hidden, checked, selected or written is sent; what is disabled or a button is not."""
    (form,) = forms_of(FORM)
    assert (form.action, form.method, form.identity) == ("/a", "post", "one")
    assert form.filled({"yes": "y", "text": "new"}) == {
        "token": ["x"],
        "kind": ["2"],
        "yes": ["y"],
        "text": ["new"],
        "side": ["ru"],
        "outside": ["2"],
    }
    assert dict(form.values)["text"] == "Été\n ёж"
    assert form.buttons == [("go", "now")]


def test_mails_arrive_whole(smtp_server: MailServer) -> None:
    """Both scripts, and who was written to."""
    message = EmailMessage()
    message["To"] = "a@example.org"
    message["Subject"] = "Ёлка d’été"
    message.set_content("Привет, ça va ?")
    with SMTP("127.0.0.1", smtp_server.port) as smtp:
        smtp.send_message(message, from_addr="b@example.org")
    received = smtp_server.wait_for("a@example.org")
    assert received["Subject"] == "Ёлка d’été"
    assert text_of(received).strip() == "Привет, ça va ?"
    smtp_server.answer = "550 no"
    with pytest.raises(Exception, match="550"), SMTP("127.0.0.1", smtp_server.port) as smtp:
        smtp.send_message(message, from_addr="b@example.org")
