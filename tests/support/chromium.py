"""A Chromium to test with: the one that is named, the system's, npm's, or the distribution's (which needs root)."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.house import CACHE
from tests.support.node import MODULES, NodeMissing, install_modules, node

PACKAGE = MODULES / "@sparticuz" / "chromium"
HOME = CACHE / "chromium"
INFLATE = Path(__file__).with_name("inflate.mjs")

# The package's own list of fonts names directories of the cloud it was made for. Without any font the browser
# draws no letter, finds no contrast at fault, and dies in the middle of a page.
FONTS = HOME / "found-fonts.conf"
FONTS_LIST = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Containers often give 64 MiB of shared memory, which a page with pictures fills.
    "--disable-dev-shm-usage",
]


@dataclass(frozen=True)
class Chromium:
    """Where the program is, what its environment needs besides, and where it came from."""

    path: str
    origin: str
    environment: dict[str, str] = field(default_factory=dict)

    def version(self) -> str | None:
        """What the program says of itself; None when it does not start."""
        try:
            done = subprocess.run(
                [self.path, "--version", "--no-sandbox"],
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=60,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout.strip() if done.returncode == 0 else None


def find() -> Chromium | None:
    """The browser that is here already, without installing anything."""
    return next((one for one in _present() if one.version()), None)


def install() -> Chromium | str:
    """The browser that is here, else npm's, else (as root) the distribution's; or the reason why there is none."""
    if "CHROMIUM_PATH" in os.environ:
        return find() or f"CHROMIUM_PATH names {os.environ['CHROMIUM_PATH']}, which does not start"
    return find() or _install_from_npm() or _install_from_apt()


@contextmanager
def launched(found: Chromium) -> Iterator[Any]:
    """The browser, started by Playwright with a profile of its own that goes with it."""
    # Playwright's own Node needs libatomic, which a bare Debian does not have; PyPI's Node does without.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        environment: dict[str, Any] = os.environ | found.environment
        browser = playwright.chromium.launch(
            executable_path=found.path, args=ARGUMENTS, env=environment, timeout=60_000
        )
        yield browser
        browser.close()


def _present() -> Iterator[Chromium]:
    if named := os.environ.get("CHROMIUM_PATH"):
        yield Chromium(named, "named by CHROMIUM_PATH")
        return
    for name in ("/usr/bin/chromium", "/usr/bin/chromium-browser"):
        if Path(name).exists():
            yield Chromium(name, "the system's")
    if FONTS.exists():
        yield _unpacked()


def _unpacked() -> Chromium:
    """npm's browser with the libraries and the font that come with it: a bare machine has neither."""
    libraries = f"{HOME}/lib:{os.environ.get('LD_LIBRARY_PATH', '')}".rstrip(":")
    environment = {"LD_LIBRARY_PATH": libraries, "FONTCONFIG_FILE": str(FONTS)}
    return Chromium(str(HOME / "chromium"), "npm's @sparticuz/chromium", environment)


def _install_from_npm() -> Chromium | None:
    if platform.machine() != "x86_64":
        return None
    try:
        install_modules()
        _unpack()
    except (NodeMissing, OSError, subprocess.CalledProcessError) as error:
        print(f"  npm's browser could not be installed: {error}")
        return None
    return find()


def _unpack() -> None:
    """Decompress into a directory beside, then rename: a stopped run leaves nothing half made."""
    making = HOME.with_name("chromium.part")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for name in ("chromium", "al2023.tar", "fonts.tar", "swiftshader.tar"):
        target = making / name
        subprocess.run([node(), str(INFLATE), str(PACKAGE / "bin" / f"{name}.br"), str(target)], check=True)
        if target.suffix == ".tar":
            subprocess.run(["tar", "-xf", str(target), "-C", str(making)], check=True)
            target.unlink()
    (making / FONTS.name).write_text(FONTS_LIST)
    shutil.rmtree(HOME, ignore_errors=True)
    making.rename(HOME)


def _install_from_apt() -> Chromium | str:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "no browser: npm's did not start here, and installing Debian's (apt-get install chromium) needs root"
    print("  installing Debian's chromium with apt-get …", flush=True)
    quiet = ["apt-get", "-qq", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(quiet + command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return find() or "no browser: neither npm's nor Debian's chromium could be installed"
