"""The tools that read the code agree with it; one test for each, so that the summary counts them."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.house import BIN, ROOT

TOOLS = {
    "ruff": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "djlint": ["djlint", "trianon/templates", "--lint", "--quiet"],
    "mypy": ["mypy"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_tool_has_nothing_to_say(tool: str) -> None:
    """Run from the root, as `make lint` does."""
    command = TOOLS[tool]
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)}\n{done.stdout}", pytrace=False)
