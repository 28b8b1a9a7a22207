"""Where a record was read: addresses or titles of documents, and the licence that travels with some of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from trianon.core.text import fold

# What the records themselves are under: facts and short texts, given to be used again with the name of the source.
OWN_LICENCE = "CC BY 4.0"
# Open encyclopaedias: the host they live on, the licence of their texts.
ENCYCLOPAEDIAS = {"wikidata.org": "CC0", "wikipedia.org": "CC BY-SA"}
_WORDS = ("wikidata", "wikipedia", "википедия", "викиданные")


@dataclass(frozen=True)
class Source:
    """A source as a page shows it: the words of its link, the address if it has one, its licence if it has one."""

    label: str
    href: str | None = None
    licence: str = ""


def host_of(source: str) -> str | None:
    """The readable host of a web address, or None for the title of a document (or anything else)."""
    try:
        parts = urlsplit(source)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.casefold() not in {"http", "https"} or not host:
        return None
    return _readable(host.removeprefix("www."))


def is_encyclopaedia(source: str) -> bool:
    """Whether the source is Wikidata or Wikipedia."""
    host = host_of(source)
    return bool(_licence(host)) if host else fold(source).startswith(_WORDS)


def licences_of(sources: Iterable[str]) -> list[str]:
    """The licences that travel with a record: those of the encyclopaedias among its sources, else our own."""
    found = {licence for source in sources if (host := host_of(source)) and (licence := _licence(host))}
    return sorted(found) or [OWN_LICENCE]


def shown(source: str) -> Source:
    """How a page shows a source."""
    host = host_of(source)
    return Source(host, source, _licence(host)) if host else Source(source)


def _licence(host: str) -> str:
    for known, licence in ENCYCLOPAEDIAS.items():
        if host == known or host.endswith("." + known):
            return licence
    return ""


def _readable(host: str) -> str:
    """xn--… as the letters it stands for."""
    try:
        return unquote(host).encode("ascii").decode("idna")
    except UnicodeError:
        return host
