"""Settings come from the environment alone and are refused at start when one is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from limits import parse as parse_limit
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from trianon.core.meeting_settings import Meetings
from trianon.core.translation_settings import MachineTranslation

ROOT = Path(__file__).resolve().parents[2]
INSTANCE = ROOT / "instance"

# Known to everybody, therefore good for nothing but the demo, which is the only place that reads it.
DEMO_SECRET = "demo-only-secret-key-that-everybody-can-read-in-the-source"  # noqa: S105
DEMO_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_SECRET = 32
DATABASES = {"sqlite", "postgresql", "postgresql+psycopg"}
PROVIDER_PACES = "mail.ru=30 yandex.ru=30"


class SettingsError(Exception):
    """One or more settings are missing or wrong; `faults` has one plain line for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to another."""

    secret_key: str
    database_url: str
    base_url: str
    mail_from: str
    demo: bool = False
    secret_key_fallbacks: tuple[str, ...] = ()
    smtp_url: str | None = None
    trusted_hosts: tuple[str, ...] = field(default=())
    sign_up_limit: str = "60 per hour"
    sign_in_limit: str = "10 per 5 minutes"
    # How many reverse proxies of ours stand in front; what anybody else says of the visitor's address is not believed.
    trusted_proxies: int = 0
    # Where delivery reports come back to, each mail under an extension of its own; None: to mail_from.
    bounce_address: str | None = None
    # Mails a minute, for all and for the providers that count.
    mail_pace: int = 120
    # The office in charge of personal data: messages of the contact page go there.
    contact_mail: str = ""
    meetings: Meetings = field(default_factory=Meetings)
    machine_translation: MachineTranslation = field(default_factory=MachineTranslation)
    mail_pace_providers: Mapping[str, int] = field(default_factory=lambda: read_paces(PROVIDER_PACES))

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over HTTPS alone, except on the demo's plain loopback address."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Settings:
        """Read and check every setting; raises SettingsError that lists all faults at once."""
        faults: list[str] = []
        demo = _flag(env, "TRIANON_DEMO", faults)
        settings = cls(
            demo=demo,
            secret_key=_secret(env, demo, faults),
            secret_key_fallbacks=_words(env.get("SECRET_KEY_FALLBACKS", "")),
            database_url=_database(env, demo, faults),
            base_url=_base_url(env, demo, faults),
            smtp_url=_smtp(env, demo, faults),
            mail_from=_mail_from(env, demo, faults),
            trusted_hosts=_hosts(env, demo),
            contact_mail=_contact_mail(env, demo, faults),
            sign_up_limit=_limit(env, "SIGN_UP_LIMIT", "600 per hour" if demo else "60 per hour", faults),
            sign_in_limit=_limit(env, "SIGN_IN_LIMIT", "10 per 5 minutes", faults),
            trusted_proxies=_proxies(env, faults),
            bounce_address=_bounce_address(env, demo, faults),
            mail_pace=_pace(env, faults),
            mail_pace_providers=_paces(env, faults),
            meetings=Meetings.from_environment(env, faults),
            machine_translation=MachineTranslation.from_environment(env, faults),
        )
        if faults:
            raise SettingsError(faults)
        return settings


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


def _flag(env: Mapping[str, str], name: str, faults: list[str]) -> bool:
    value = env.get(name, "")
    if value not in {"", "0", "1"}:
        faults.append(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def _secret(env: Mapping[str, str], demo: bool, faults: list[str]) -> str:
    secret = env.get("SECRET_KEY", "")
    if not secret and demo:
        return DEMO_SECRET
    if not secret:
        faults.append("SECRET_KEY is missing: set it to a random text of 32 characters or more.")
    elif len(secret) < SHORTEST_SECRET:
        faults.append(f"SECRET_KEY is too short: {len(secret)} characters, 32 are needed.")
    elif secret == DEMO_SECRET and not demo:
        faults.append("SECRET_KEY is the demo's, which everybody can read: choose another.")
    return secret


def _database(env: Mapping[str, str], demo: bool, faults: list[str]) -> str:
    default = f"sqlite:///{INSTANCE / ('demo.sqlite3' if demo else 'trianon.sqlite3')}"
    text = env.get("DATABASE_URL") or default
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        faults.append("DATABASE_URL cannot be read: expected postgresql://user@host/name or sqlite:////path.")
        return text
    if url.drivername not in DATABASES:
        faults.append(f"DATABASE_URL names {url.drivername}: only postgresql and sqlite are supported.")
    elif text != default and not _has_a_place(url):
        faults.append("DATABASE_URL names a file in a directory that does not exist.")
    return text


def _has_a_place(url: URL) -> bool:
    """Whether the directory of an SQLite file is there; instance/, where short names lie, is made at start."""
    directory = (INSTANCE / (url.database or "")).parent
    return url.drivername != "sqlite" or directory in {INSTANCE, INSTANCE.parent} or directory.is_dir()


def _base_url(env: Mapping[str, str], demo: bool, faults: list[str]) -> str:
    port = env.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        faults.append(f"PORT must be a number from 1 to 65535, not {port!r}.")
    text = env.get("BASE_URL") or (f"http://127.0.0.1:{port}" if demo else "")
    if not text:
        faults.append("BASE_URL is missing: the public address of the site, such as https://dialogue.example.org.")
        return text
    parts = _address(text)
    if parts is None or parts.scheme not in {"http", "https"}:
        faults.append(f"BASE_URL must start with https:// and name a host, not {text!r}.")
    elif parts.scheme == "http" and not demo and parts.hostname not in {"localhost", "127.0.0.1"}:
        faults.append("BASE_URL must be https outside the demo: cookies and passwords would travel in clear.")
    return text.rstrip("/")


def _address(text: str) -> SplitResult | None:
    """The parts of an address that names a host; None also when its port is no number or a bracket stays open."""
    try:
        parts = urlsplit(text)
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def _smtp(env: Mapping[str, str], demo: bool, faults: list[str]) -> str | None:
    text = env.get("SMTP_URL")
    if not text:
        if not demo:
            faults.append("SMTP_URL is missing: the mail server, such as smtp://user:password@mail.example.org:587.")
        return None
    parts = _address(text)
    if parts is None or parts.scheme not in {"smtp", "smtps"}:
        faults.append("SMTP_URL must start with smtp:// or smtps:// and name a host.")
    return text


def _mail_from(env: Mapping[str, str], demo: bool, faults: list[str]) -> str:
    text = env.get("MAIL_FROM") or ("dialogue@example.org" if demo else "")
    if "@" not in text or any(c in text for c in "\r\n"):
        faults.append("MAIL_FROM is missing or wrong: the address that mails come from, such as dialogue@example.org.")
    return text


def _contact_mail(env: Mapping[str, str], demo: bool, faults: list[str]) -> str:
    text = env.get("CONTACT_MAIL") or ("data@example.org" if demo else "")
    local, at, domain = text.partition("@")
    if not (local and at and domain) or not text.isprintable() or " " in text or "@" in domain:
        faults.append("CONTACT_MAIL is missing or wrong: the office for personal data, such as data@example.org.")
    return text


def _bounce_address(env: Mapping[str, str], demo: bool, faults: list[str]) -> str | None:
    text = env.get("BOUNCE_ADDRESS", "")
    if text == "none":
        return None
    if not text:
        return f"bounces@{_mail_from(env, demo, []).rpartition('@')[2]}"
    local, at, domain = text.partition("@")
    if not (local and at and domain) or not text.isascii() or set(text) & set(" +<>\r\n") or len(local) > 20:
        faults.append(f"BOUNCE_ADDRESS must be such as bounces@example.org, or none, not {text!r}.")
    return text


def _pace(env: Mapping[str, str], faults: list[str]) -> int:
    text = env.get("MAIL_PACE") or "120"
    if not text.isdecimal() or not 0 < int(text) <= 100_000:
        faults.append(f"MAIL_PACE must be a number of mails a minute, not {text!r}.")
        return 1
    return int(text)


def _paces(env: Mapping[str, str], faults: list[str]) -> Mapping[str, int]:
    text = env.get("MAIL_PACE_PROVIDERS", PROVIDER_PACES)
    try:
        return read_paces(text)
    except ValueError:
        faults.append(f"MAIL_PACE_PROVIDERS cannot be read: expected such as {PROVIDER_PACES!r}, not {text!r}.")
        return {}


def read_paces(text: str) -> dict[str, int]:
    """Mails a minute by provider, from "mail.ru=30 yandex.ru=30"; raises ValueError."""
    paces = {}
    for word in _words(text):
        provider, _, number = word.partition("=")
        paces[provider.lower()] = int(number)
    if any(not provider or number < 1 for provider, number in paces.items()):
        raise ValueError(text)
    return paces


def _limit(env: Mapping[str, str], name: str, default: str, faults: list[str]) -> str:
    text = env.get(name) or default
    try:
        parsed = parse_limit(text)
    except ValueError:
        faults.append(f"{name} cannot be read: expected such as '10 per 5 minutes', not {text!r}.")
        return text
    # "10/minute" is another spelling of the same: one reader further on suffices.
    return text if re.match(r"\d+ per ", text) else str(parsed)


def _proxies(env: Mapping[str, str], faults: list[str]) -> int:
    text = env.get("TRUSTED_PROXIES") or "0"
    if not re.fullmatch("[0-5]", text):
        faults.append(f"TRUSTED_PROXIES must be the number of proxies in front, 0 to 5, not {text!r}.")
        return 0
    return int(text)


def _hosts(env: Mapping[str, str], demo: bool) -> tuple[str, ...]:
    named = _words(env.get("TRUSTED_HOSTS", ""))
    own = _address(env.get("BASE_URL", ""))
    return named + ((own.hostname,) if own and own.hostname else ()) + (DEMO_HOSTS if demo else ())
