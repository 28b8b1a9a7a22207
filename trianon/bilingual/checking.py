"""What people type, made fit to keep: nothing invisible, one form of each letter; the language it seems to be in."""

from __future__ import annotations

import re
import unicodedata

from trianon.bilingual.lang import Lang, likely_lang

# Zero-width and direction-changing characters hide words or turn them round; neither language needs them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+", re.I)
_SPACES = re.compile(r"[ \t\n]+")
_MANY_BLANK_LINES = re.compile(r"\n{3,}")
_JOINER = "\u200d"
_EMOJI_PARTS = {"So", "Sk", "Mn"}


def clean(text: str | None) -> str:
    """A text of several paragraphs without what nobody can see; letters composed, so that й counts as one."""
    lines = _LINE_ENDS.sub("\n", text or "")
    seen = _CONTROL.sub("", _INVISIBLE.sub("", lines))
    trimmed = "\n".join(line.rstrip() for line in unicodedata.normalize("NFC", _without_joiners(seen)).split("\n"))
    return _MANY_BLANK_LINES.sub("\n\n", trimmed).strip()


def clean_line(text: str | None) -> str:
    """The same for a single line. The narrow and no-break spaces of both typographies stay what they are."""
    return _SPACES.sub(" ", clean(text)).strip()


def seems_other_language(lang: Lang, *texts: str) -> bool:
    """Whether the script of some texts speaks against the language that their author declared.

    A suggestion: a text without letters, or with few, says nothing. Addresses are Latin whatever one writes.
    """
    whole = _ADDRESS.sub(" ", " ".join(texts))
    return any(c.isalpha() for c in whole) and likely_lang(whole) is not lang


def _without_joiners(text: str) -> str:
    """The joiner stays inside an emoji made of several, where it is seen; anywhere else it is not."""
    if _JOINER not in text:
        return text
    kept = []
    for before, c in zip(" " + text, text, strict=False):
        if c != _JOINER or unicodedata.category(before) in _EMOJI_PARTS:
            kept.append(c)
    return "".join(kept)
