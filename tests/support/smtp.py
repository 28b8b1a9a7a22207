"""A mail server that keeps what it is given, and can be told to refuse."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.house import free_port


@dataclass
class MailServer:
    """Received messages in order of arrival; `answer` is what it says to the next ones."""

    port: int = field(default_factory=free_port)
    messages: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"
    controller: Controller | None = None

    @property
    def url(self) -> str:
        """The value of SMTP_URL that leads here."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> MailServer:
        """Listen on the port, in a thread."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        return self

    def stop(self) -> None:
        """Stop to listen."""
        if self.controller is not None:
            self.controller.stop(no_assert=True)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by aiosmtpd with each message."""
        if self.answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
            self.messages.append(message)  # type: ignore[arg-type]
        return self.answer

    def to(self, address: str) -> list[EmailMessage]:
        """What this address has received."""
        return [message for message in list(self.messages) if address in message["X-Envelope-To"]]

    def wait_for(
        self, address: str, accept: Callable[[EmailMessage], bool] = lambda message: True, seconds: float = 30
    ) -> EmailMessage:
        """The newest message to this address that is accepted; waits for the worker to send it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = [message for message in self.to(address) if accept(message)]
            if found:
                return found[-1]
            time.sleep(0.1)
        subjects = [message["Subject"] for message in self.to(address)]
        raise AssertionError(f"no such mail to {address} in {seconds} s; received: {subjects}")


def text_of(message: EmailMessage) -> str:
    """The plain text of a message."""
    body = message.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
