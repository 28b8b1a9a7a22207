"""The subject that was written is the subject that is read, with all its spaces."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default

import pytest

from trianon.mail.headers import HEADERS, HEADERS_UTF8

SUBJECTS = [
    "Votre partie est attendue\u202f: Stages croisés d’ateliers de réparation",
    "Une faute de votre texte a été corrigée\u202f: À partir de quel âge est-on un habitant\u202f?",
    "Ждём вашу сторону: Stages croisés d’ateliers de réparation",
    "Просим доработать текст: «Соседский переводчик с\u00a0канцелярского», вопрос третий и\u00a0последний",
    "Rappel",
    "In plain letters, and so long that it has to be folded somewhere between two words of the title",
    "é " * 120 + "🙂",
]


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("policy", [HEADERS, HEADERS_UTF8], ids=["ascii", "utf8"])
def test_no_space_of_a_subject_is_lost(subject: str, policy: object) -> None:
    """Both readers of Python do as mail programs do."""
    mime = EmailMessage(policy=policy)  # type: ignore[call-overload]
    mime["Subject"] = subject
    mime["To"] = "marie@example.org"
    mime.set_content("…")
    sent = mime.as_bytes()
    assert message_from_bytes(sent, policy=default)["Subject"] == subject.strip()
    assert str(make_header(decode_header(message_from_bytes(sent)["Subject"].replace("\r\n", "")))) == subject.strip()
    assert max(map(len, sent.split(b"\r\n"))) <= 78
