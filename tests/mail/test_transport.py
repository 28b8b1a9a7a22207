"""Mails go to the mail server alone: its certificate is checked, and a password travels under TLS or not at all."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest

from trianon.mail import transport


def test_smtps_checks_the_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's default for SMTP_SSL is to check nothing."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(transport, "_Secure", lambda host, port, **more: given.update(more))
    transport.Smtp("smtps://mail.example.org")._connect()
    assert given["context"].verify_mode is ssl.CERT_REQUIRED
    assert given["context"].check_hostname


class Plain:
    """A mail server that offers no TLS, as one would seem to whose offer somebody has cut out."""

    def __init__(self) -> None:
        self.did: list[str] = []

    def __enter__(self) -> Plain:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: self.did.append(name)

    def has_extn(self, _name: str) -> bool:
        return False


@pytest.mark.parametrize(("host", "goes"), [("mail.example.org", False), ("127.0.0.1", True), ("localhost", True)])
def test_a_password_is_not_sent_in_clear(monkeypatch: pytest.MonkeyPatch, host: str, goes: bool) -> None:
    """Except to a server on the same machine."""
    server = Plain()
    monkeypatch.setattr(transport.Smtp, "_connect", lambda _self: server)
    monkeypatch.setattr(transport, "envelope_sender", lambda _id: "dialogue@example.org")
    row: Any = SimpleNamespace(id=1, address="anna@example.org")
    sender = transport.Smtp(f"smtp://user:secret@{host}:587")
    server.answer = "250 OK"  # type: ignore[attr-defined]
    if goes:
        sender.send(row, EmailMessage(), None)  # type: ignore[arg-type]
        assert "login" in server.did
    else:
        with pytest.raises(smtplib.SMTPNotSupportedError):
            sender.send(row, EmailMessage(), None)  # type: ignore[arg-type]
        assert "login" not in server.did
        assert "send_message" not in server.did
