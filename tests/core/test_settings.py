"""Settings are refused at start with one plain line for each fault."""

from __future__ import annotations

import pytest

from trianon.core.settings import DEMO_SECRET, Settings, SettingsError

GOOD = {
    "SECRET_KEY": "x" * 40,
    "BASE_URL": "https://dialogue.example.org",
    "SMTP_URL": "smtp://mail.example.org",
    "MAIL_FROM": "dialogue@example.org",
    "CONTACT_MAIL": "data@example.org",
}


def faults(**changes: str) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({k: v for k, v in (GOOD | changes).items() if v})
    return refused.value.faults


def test_good_settings_are_taken() -> None:
    settings = Settings.from_environment(GOOD)
    assert settings.secure_cookies
    assert not settings.demo
    assert settings.trusted_hosts == ("dialogue.example.org",)


def test_the_demo_needs_nothing_else() -> None:
    settings = Settings.from_environment({"TRIANON_DEMO": "1", "PORT": "9001"})
    assert settings.base_url == "http://127.0.0.1:9001"
    assert settings.database_url.endswith("instance/demo.sqlite3")


def test_nothing_set_gives_every_fault_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({})
    names = [line.split()[0] for line in refused.value.faults]
    assert names == ["SECRET_KEY", "BASE_URL", "SMTP_URL", "MAIL_FROM", "CONTACT_MAIL"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", DEMO_SECRET),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "postgresql://somebody@host:port/name"),
        ("DATABASE_URL", "postgresql+pg8000://somebody@host/name"),
        ("DATABASE_URL", "sqlite:////no/such/directory/trianon.sqlite3"),
        ("BASE_URL", "dialogue.example.org"),
        ("BASE_URL", "http://dialogue.example.org"),
        ("BASE_URL", "https://[dialogue.example.org"),
        ("BASE_URL", "https://dialogue.example.org:port"),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "smtp://mail.example.org:submission"),
        ("MAIL_FROM", "nobody"),
        ("CONTACT_MAIL", "the office"),
        ("CONTACT_MAIL", "office@"),
        ("CONTACT_MAIL", "a@example.org\nBcc: b@example.org"),
        ("BOUNCE_ADDRESS", "bounces"),
        ("BOUNCE_ADDRESS", "boun+ces@example.org"),
        ("BOUNCE_ADDRESS", "возврат@example.org"),
        ("MAIL_PACE", "0"),
        ("MAIL_PACE", "fast"),
        ("MAIL_PACE_PROVIDERS", "mail.ru=some"),
        ("MAIL_PACE_PROVIDERS", "=30"),
        ("MAIL_FROM", "a@example.org\nBcc: b@example.org"),
        ("TRIANON_DEMO", "yes"),
        ("PORT", "eighty"),
        ("SIGN_IN_LIMIT", "often"),
        ("SIGN_UP_LIMIT", "60 per fortnight"),
    ],
)
def test_one_wrong_setting_gives_one_line_that_names_it(name: str, value: str) -> None:
    lines = faults(**{name: value})
    assert len(lines) == 1
    assert lines[0].startswith(name)
    assert "\n" not in lines[0]


JITSI = {"JITSI_URL": "https://meet.example.org", "JITSI_APP_ID": "dialogue", "JITSI_SECRET": "s" * 32}
BBB = {"BBB_URL": "https://bbb.example.org/bigbluebutton", "BBB_SECRET": "secret"}


def test_services_of_meetings_are_taken_whole() -> None:
    meetings = Settings.from_environment(GOOD | JITSI | BBB).meetings
    assert (meetings.jitsi_url, meetings.bbb_url, meetings.bbb_hash) == (
        *(JITSI["JITSI_URL"], BBB["BBB_URL"]),
        "sha256",
    )
    assert Settings.from_environment(GOOD).meetings.jitsi_url == ""


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"JITSI_APP_ID": ""}, "JITSI_APP_ID"),
        ({"JITSI_SECRET": "short"}, "JITSI_SECRET"),
        ({"JITSI_URL": "http://meet.example.org"}, "JITSI_URL"),
        ({"JITSI_URL": "https://user:word@meet.example.org"}, "JITSI_URL"),
        ({"JITSI_URL": "https://["}, "JITSI_URL"),
        ({"BBB_SECRET": ""}, "BBB_SECRET"),
        ({"BBB_HASH": "md5"}, "BBB_HASH"),
        ({"BBB_URL": "https://bbb.example.org/?x=1"}, "BBB_URL"),
    ],
)
def test_a_half_or_wrong_service_is_refused(changes: dict[str, str], named: str) -> None:
    found = faults(**(JITSI | BBB | changes))
    assert [line.split()[0] for line in found] == [named]
