"""Which of two windows is overtaken, and how savings are named."""

from __future__ import annotations

import pytest

from trianon.core.windows import NO_WINDOW, Window


@pytest.mark.parametrize(
    ("last_save", "window", "overtaken"),
    [
        ("", Window("a", ""), False),
        ("a-1", Window("a", ""), False),
        ("a-7", Window("a", "b-2"), False),
        ("b-2", Window("a", "b-2"), False),
        ("b-1", Window("a", ""), True),
        # The window whose words were shown here has gone on since.
        ("b-3", Window("a", "b-2"), True),
        ("-4", Window("a", "a-3"), True),
    ],
)
def test_which_window_is_overtaken(last_save: str, window: Window, overtaken: bool) -> None:
    assert window.is_overtaken_by(last_save) is overtaken


def test_no_two_savings_bear_the_same_name() -> None:
    names = [""]
    for window in (Window("a", ""), Window("a", ""), Window("b", "a-2"), NO_WINDOW, Window("a", "")):
        names.append(window.after(names[-1]))
    assert names[1:] == ["a-1", "a-2", "b-3", "-4", "a-5"]
