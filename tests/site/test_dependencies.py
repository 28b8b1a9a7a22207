"""What is installed is what was looked at; what the static analysis is told to overlook has a reason."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.house import BIN, ROOT
from tests.support.locks import LOCKS, faults_in, faults_of, requirements_of

NOQA = re.compile(r"#\s*noqa:\s*(?P<codes>[A-Z0-9, ]*\bS\d+[A-Z0-9, ]*)(?P<reason>.*)$")
# A reason is a sentence on the same line, or a comment on the line above.
REASON = re.compile(r"\w+\W+\w+")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_is_pinned_by_hash(lock: Path) -> None:
    """One version, sha256 hashes, no address of an index."""
    assert faults_of(lock) == []
    assert "--index-url" not in lock.read_text()
    assert "://" not in lock.read_text()


def name_of(requirement: str) -> str:
    """The name of a package, as indexes write it."""
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_lock_has_what_is_asked_for(lock: Path) -> None:
    """Each name of the .in file is locked."""
    lines = lock.with_suffix(".in").read_text().splitlines()
    wanted = {name_of(line) for line in lines if line[:1].isalnum()}
    locked = {name_of(one[0]) for one in requirements_of(lock.read_text())}
    assert wanted - locked == set()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "flask\n",
        "flask>=3\n    --hash=sha256:" + "0" * 64,
        "flask==3.1\n",
        "flask==3.1 \\\n    --hash=sha256:abc\n",
        "flask==3.1 \\\n    --hash=md5:" + "0" * 64,
        "git+https://example.org/flask\n",
        "-r other.txt\n",
        "flask==3.* \\\n",
    ],
)
def test_the_check_can_fail(text: str) -> None:
    """What must not pass."""
    assert faults_in(text, "lock") != []


def test_both_ways_in_install_with_hashes() -> None:
    """The documented commands refuse what has no hash."""
    assert "--require-hashes" in (ROOT / "bin" / "setup").read_text()
    assert "--require-hashes" in (ROOT / "README.md").read_text()


def unexplained(file: Path) -> list[str]:
    """Lines that silence a security rule without saying why."""
    lines = file.read_text(encoding="utf-8").splitlines()
    found = []
    for number, line in enumerate(lines):
        silenced = NOQA.search(line)
        above = lines[number - 1].strip() if number else ""
        if silenced and not (REASON.search(silenced["reason"]) or (above.startswith("#") and REASON.search(above))):
            found.append(f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name}:{number + 1}")
    return found


def test_no_security_rule_is_silenced_without_a_reason() -> None:
    """`# noqa: S…` – the reason, or a comment on the line above."""
    assert [line for file in sorted((ROOT / "trianon").rglob("*.py")) for line in unexplained(file)] == []


def test_a_silence_without_a_reason_is_found(tmp_path: Path) -> None:
    """The test above can fail."""
    file = tmp_path / "some.py"
    file.write_text('a = 1\nkey = "x"  # noqa: S105\n# known to everybody\nkey = "x"  # noqa: S105\n')
    assert unexplained(file) == ["some.py:2"]
    file.write_text('key = "x"  # noqa: S105 - known to everybody\nother = "y"  # noqa: E501, S105\n')
    assert unexplained(file) == ["some.py:2"]


def test_the_security_rules_are_on_for_the_site(tmp_path: Path) -> None:
    """Bandit's rules, as ruff has them, see a file of trianon/: a bare eval, a shell, a weak hash."""
    code = "import hashlib, subprocess\neval('1')\nsubprocess.run('ls', shell=True)\nhashlib.md5(b'x')\n"
    done = subprocess.run(
        [str(BIN / "ruff"), "check", "--output-format", "concise", "--stdin-filename", "trianon/core/some.py", "-"],
        cwd=ROOT,
        input=code,
        capture_output=True,
        text=True,
    )
    found = set(re.findall(r"\b(S\d+)\b", done.stdout))
    assert {"S307", "S602", "S324"} <= found


def test_nothing_reached_is_not_nothing_found() -> None:
    """The audit says plainly that it could ask nobody, and does not end with success."""
    refused = {
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9",
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "bin" / "audit")],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **refused},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "NOTHING WAS ASKED" in done.stdout
    assert "is pinned, with hashes" in done.stdout
