"""html-validate on many pages at once: Node is started one time for all of them."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.support.house import ROOT, cannot
from tests.support.node import MODULES, NodeMissing, install_modules, node

CONFIGURATION = Path(__file__).with_name("html-validate.json")


def faults(pages: Mapping[str, str]) -> list[str]:
    """Each fault in a line: the page's name, the place, the rule, the sentence."""
    try:
        install_modules()
    except NodeMissing as error:
        cannot(str(error))
    with tempfile.TemporaryDirectory() as directory:
        names = _write(pages, Path(directory))
        command = [node(), str(MODULES / "html-validate" / "bin" / "html-validate.mjs"), "--config", str(CONFIGURATION)]
        # Into a file: through a pipe it ends before all is written.
        report = Path(directory) / "report.json"
        with report.open("w") as out:
            done = subprocess.run(
                [*command, "--formatter", "json", f"{directory}/*.html"],
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.PIPE,
                text=True,
            )
        said = report.read_text()
    if done.returncode not in (0, 1) or not said.strip():
        raise AssertionError(f"html-validate did not run: {done.stderr or said}")
    return [
        f"{names[Path(result['filePath']).name]}:{message['line']}: {message['ruleId']}: {message['message']}"
        for result in json.loads(said)
        for message in result["messages"]
    ]


def _write(pages: Mapping[str, str], directory: Path) -> dict[str, str]:
    """Write every page into a file; the answer says whose file is whose."""
    names = {}
    for number, (name, text) in enumerate(pages.items()):
        file = f"{number:04d}-{re.sub(r'[^a-z0-9]+', '-', name.lower())[:60]}.html"
        (directory / file).write_text(text, encoding="utf-8")
        names[file] = name
    return names
