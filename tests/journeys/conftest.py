"""The site in which the stories are told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import databases
from tests.support.server import LiveServer
from tests.support.smtp import MailServer


@pytest.fixture
def site(process: str, smtp_server: MailServer) -> Any:
    """The demonstration in three processes with its worker, sending real mail."""
    template = databases.template_of("sqlite", "demo", (("demo", "load"),), TRIANON_DEMO="1")
    settings = databases.PATIENT | {"TRIANON_DEMO": "1", "SMTP_URL": smtp_server.url}
    server = LiveServer(databases.copy_of(template, f"story_{process}"), settings).start()
    yield server
    server.stop()
