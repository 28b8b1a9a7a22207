"""Two windows of one person on one text: the one that shows an older state overwrites nothing unseen."""

from __future__ import annotations

from typing import NamedTuple


class Window(NamedTuple):
    """A page that is open somewhere: its own mark, and the last saving that it knows of."""

    mark: str
    seen: str

    def is_overtaken_by(self, last_save: str) -> bool:
        """Whether another window has saved since. What this one saved itself it knows, even if no answer came."""
        return last_save not in ("", self.seen) and last_save.partition("-")[0] != self.mark

    def after(self, last_save: str) -> str:
        """The name of a saving by this window, unlike that of any before: `4f0c1a2b-17`."""
        number = last_save.rpartition("-")[2]
        return f"{self.mark}-{int(number) + 1 if number.isdecimal() else 1}"


# Who saves without a page: nothing is compared, and every page that is open learns of it.
NO_WINDOW = Window("", "")
