"""The outbox under `kill -9` of the worker: every mail arrives, and at most one is repeated for each kill."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.server import LiveServer
from tests.support.smtp import MailServer

MAILS, KILLS = 60, 4


@pytest.mark.both_engines
def test_no_mail_is_lost_and_at_most_one_is_repeated_for_each_kill(
    serve: Callable[..., LiveServer], smtp_server: MailServer
) -> None:
    server = serve(TRIANON_DEMO="1", SMTP_URL=smtp_server.url, processes=1, worker=False)
    engine = sa.create_engine(server.database)
    post_mails(engine)

    for _kill in range(KILLS):
        worker = server.start_worker()
        wait_until(partial(has_sent_more, smtp_server, len(smtp_server.messages)))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        let_leases_run_out(engine)
    server.start_worker()
    wait_until(lambda: waiting(engine) == 0)

    copies = Counter(message["Message-ID"] for message in smtp_server.messages)
    assert len(copies) == MAILS
    assert sum(copies.values()) - MAILS <= KILLS
    engine.dispose()


def post_mails(engine: sa.Engine) -> None:
    moment = datetime.now(UTC).replace(tzinfo=None) if engine.dialect.name == "sqlite" else datetime.now(UTC)
    tables = sa.MetaData()
    tables.reflect(engine, only=["account", "outbox_mail"])
    account: dict[str, Any] = {
        "email": "lev@example.org",
        "name": "Лев",
        "is_pseudonym": False,
        "password_hash": "-",
        "side": "russia",
        "lang": "ru",
        "age_band": "18_or_more",
        "created_at": moment,
        "session_key": "k",
    }
    with engine.begin() as connection:
        number = connection.execute(tables.tables["account"].insert().returning(sa.column("id")), account).scalar_one()
        connection.execute(
            tables.tables["outbox_mail"].insert(),
            [
                {
                    "kind": "accounts.password_changed",
                    "data": {"account": number},
                    "recipient_id": number,
                    "address": "lev@example.org",
                    "provider": "example.org",
                    "lang": "ru",
                    "created_at": moment,
                    "state": "waiting",
                    "attempts": 0,
                    "due_at": moment,
                    "message_id": f"<mail-{position}@example.org>",
                }
                for position in range(MAILS)
            ],
        )


def has_sent_more(server: MailServer, before: int) -> bool:
    return len(server.messages) >= before + 5


def let_leases_run_out(engine: sa.Engine) -> None:
    """What two minutes of waiting would do."""
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE outbox_mail SET leased_until = NULL WHERE state = 'waiting'"))


def waiting(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM outbox_mail WHERE state = 'waiting'")).scalar_one())


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)
