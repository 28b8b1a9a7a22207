"""A machine's translation of some paragraphs, by a service with the interface of LibreTranslate.

https://docs.libretranslate.com/api/operations/translate/ – a text is the value of `q` and nothing else: whatever it
says, it is data there. What comes back is held against what was sent, paragraph by paragraph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from trianon.bilingual.checking import clean
from trianon.bilingual.lang import Lang
from trianon.core.outside import Refused, ask
from trianon.core.translation_settings import MachineTranslation
from trianon.translations.rules import LONGEST_TIMES, SHORT

# Seconds for one answer: the worker has mails to send meanwhile.
PATIENCE = 10.0
LONGEST_ANSWER = 1024 * 1024
# What must come back as it was: addresses, and the marks that begin a line (lists, titles, quotations).
_KEPT = re.compile(r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+|\b[\w-]+(?:\.[\w-]+)+/\S*")
_MARKS = re.compile(r"^[ \t]*(?:[-*>#]+|\d+[.)])[ \t]+", re.M)


def translate(settings: MachineTranslation, parts: Sequence[str], source: Lang) -> list[str]:
    """Each paragraph in the other language, in their order; empty where the answer cannot be used.

    Raises Unavailable when there is no answer, Refused (one of those) when it is none.
    """
    asked = {"q": list(parts), "source": source.value, "target": source.other.value, "format": "text"}
    body = json.dumps(asked | ({"api_key": settings.key} if settings.key else {})).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    said = ask(f"{settings.url}/translate", patience=PATIENCE, body=body, headers=headers, longest=LONGEST_ANSWER)
    try:
        answer = json.loads(said)
    except ValueError:
        raise Refused("the answer is no JSON") from None
    found = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(found, list) or len(found) != len(parts) or not all(isinstance(one, str) for one in found):
        raise Refused("the answer has not a text for each paragraph")
    return [usable(part, one) for part, one in zip(parts, found, strict=True)]


def usable(source: str, made: str) -> str:
    """A machine's paragraph, or "" when links or marks have changed, or its length says that it is something else."""
    made = "\n".join(line for line in clean(made).split("\n") if line.strip())
    same = sorted(_KEPT.findall(source)) == sorted(_KEPT.findall(made))
    marks = [mark.strip() for mark in _MARKS.findall(source)] == [mark.strip() for mark in _MARKS.findall(made)]
    return made if same and marks and len(made) <= max(SHORT, LONGEST_TIMES * len(source)) else ""
