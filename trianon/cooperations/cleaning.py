"""What people type, before all else: one form of each letter, no character that hides or turns text."""

from __future__ import annotations

import re
import unicodedata

# Direction marks and overrides, zero-width marks, soft hyphens: they change what is seen without being seen.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")
# Narrow and other fixed spaces stay: French typography needs them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MANY_LINES = re.compile(r"\n{3,}")


def clean_line(text: str) -> str:
    """One line, without spaces around it or runs of them inside."""
    return re.sub(r"[ \t\r\n]+", " ", _visible(text)).strip()


def clean_text(text: str) -> str:
    """Several lines: line ends alike, at most one empty line between two paragraphs."""
    unified = _visible(text).replace("\r\n", "\n").replace("\r", "\n")
    lines = "\n".join(line.rstrip() for line in unified.split("\n"))
    return _MANY_LINES.sub("\n\n", lines).strip()


def _visible(text: str) -> str:
    return unicodedata.normalize("NFC", _CONTROL.sub("", _UNSEEN.sub("", text)))
