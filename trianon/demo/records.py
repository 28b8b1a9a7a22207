"""What is not invented: the theme with its sub-themes, and the cooperations read in public sources."""

from __future__ import annotations

from trianon.demo.stage import Stage


def load_themes(_stage: Stage) -> int:
    """The years' themes and the current one's sub-themes."""
    from trianon.themes import loading

    return loading.load()


def load_records(_stage: Stage) -> int:
    """The two files of real records that come with the site."""
    raise NotImplementedError
