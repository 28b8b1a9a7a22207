"""What a reader of French or Russian would stumble over: for the catalogues and the texts of the demonstration."""

from __future__ import annotations

import re

# What a reader would stumble over: (language, what, pattern).
TYPOGRAPHY: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("fr", "straight apostrophe", re.compile(r"\w'\w")),
    ("fr", "straight quotes", re.compile(r'"')),
    ("fr", "no narrow space before ; : ! ?", re.compile(r"[^\u202f\u00a0\s:/][;!?](\s|$)|[^\u202f\u00a0\s\d]:(\s|$)")),
    ("fr", "plain space before ; : ! ?", re.compile(r" [;:!?]")),
    ("fr", "no narrow space inside « »", re.compile(r"«[^\u202f\u00a0]|[^\u202f\u00a0]»")),
    ("fr", "three dots instead of …", re.compile(r"\.\.\.")),
    ("fr", "point médian", re.compile(r"\w·\w")),
    ("ru", "straight quotes", re.compile(r'"|“|”')),
    ("ru", "space before ; : ! ?", re.compile(r"[\s\u00a0\u202f][;:!?]")),
    ("ru", "space inside «»", re.compile(r"«\s|\s»")),
    ("ru", "hyphen for a dash", re.compile(r"(?<!,)\s-\s")),
    ("ru", "dash without no-break space", re.compile(r"[^\u00a0]—")),
    ("ru", "three dots instead of …", re.compile(r"\.\.\.")),
    ("ru", "е for ё", re.compile(r"\b(еще|партнерств\w*|все же|ее|чье)\b", re.IGNORECASE)),
    ("ru", "gendered short form", re.compile(r"\w\((а|ла|на|ась)\)")),
    ("fr", "reads as “what I am”", re.compile(r"\bCe que je suis\b")),
    ("ru", "the Committee has another name", re.compile(r"\bКомитет\w*")),
    ("ru", "a word not to use", re.compile(r"\b(досье|реестр\w*|генсек\w*)\b", re.IGNORECASE)),
)
