"""Links in mails: signed, for one purpose, once, for a time, for one address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.accounts.conftest import account
from trianon.accounts import tokens
from trianon.accounts.models import Account, Token, TokenPurpose
from trianon.core.database import db
from trianon.core.errors import RuleViolation

DAY = timedelta(days=1)
CONFIRM, RESET = TokenPurpose.CONFIRM_ADDRESS, TokenPurpose.RESET_PASSWORD


@pytest.fixture
def anna(db_session: Any) -> Account:
    """Somebody who gets links."""
    made = account()
    db_session.add(made)
    db_session.flush()
    return made


def code(link: str, purpose: TokenPurpose) -> str | None:
    """Why a link gives no right, or None when it does."""
    try:
        tokens.read(link, purpose)
    except RuleViolation as refusal:
        return refusal.code
    return None


def test_good_once(anna: Account) -> None:
    """Reading does not use it up, taking does."""
    link = tokens.signed(tokens.issue(anna, CONFIRM, DAY))
    assert code(link, CONFIRM) is None
    assert tokens.take(link, CONFIRM)[1] is anna
    assert code(link, CONFIRM) == "link_used"
    with pytest.raises(RuleViolation, match="link_used"):
        tokens.take(link, CONFIRM)


def test_for_no_other_purpose(anna: Account) -> None:
    """A link that confirms chooses no password."""
    assert code(tokens.signed(tokens.issue(anna, CONFIRM, DAY)), RESET) == "link_wrong"


def test_a_row_of_another_purpose_with_a_right_signature(anna: Account) -> None:
    """Even somebody who could sign gets nothing from a row made for something else."""
    token = tokens.issue(anna, CONFIRM, DAY)
    forged = tokens._serializer(RESET).dumps(token.id)
    assert code(str(forged), RESET) == "link_wrong"


def test_expires(anna: Account) -> None:
    """After its time."""
    with time_machine.travel("2018-05-03 12:00", tick=False) as clock:
        link = tokens.signed(tokens.issue(anna, RESET, timedelta(hours=1)))
        clock.shift(3599)
        assert code(link, RESET) is None
        clock.shift(1)
        assert code(link, RESET) == "link_expired"


def test_dies_with_the_address(anna: Account) -> None:
    """Whoever still reads the old address gets nothing."""
    link = tokens.signed(tokens.issue(anna, RESET, DAY))
    anna.email = "other@example.org"
    assert code(link, RESET) == "link_expired"


@pytest.mark.parametrize("text", ["", "1", "MQ.forged", "a" * 5000, "é.ж", "../../etc", "MQ.%00"])
def test_forged(anna: Account, text: str) -> None:
    """Anything that was not signed here."""
    assert code(text, CONFIRM) == "link_wrong"


def test_survives_a_change_of_key(app: Any, anna: Account) -> None:
    """Links on their way still work after the secret was replaced, while the old one is kept."""
    link = tokens.signed(tokens.issue(anna, CONFIRM, DAY))
    app.config.update(
        SECRET_KEY="a new secret of thirty-two characters", SECRET_KEY_FALLBACKS=[app.config["SECRET_KEY"]]
    )
    assert code(link, CONFIRM) is None
    app.config["SECRET_KEY_FALLBACKS"] = []
    assert code(link, CONFIRM) == "link_wrong"


def test_long_ended_ones_go(anna: Account) -> None:
    """As the register of personal data promises."""
    with time_machine.travel("2018-05-03 12:00", tick=False) as clock:
        tokens.issue(anna, CONFIRM, DAY)
        db.session.commit()
        clock.shift(timedelta(days=30))
        assert tokens.remove_ended() == 0
        clock.shift(timedelta(days=2))
        assert tokens.remove_ended() == 1
        assert db.session.query(Token).count() == 0
