"""The style sheet, scripts, fonts and pictures as they are served: one sheet, every name carrying its content's hash.

What stands under `static/build/` never changes under its name, so browsers and proxies may keep it for ever.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import tempfile
import time
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from whitenoise import WhiteNoise

STATIC = Path(__file__).resolve().parent.parent / "static"
BUILD = STATIC / "build"
LAYERS = ("tokens", "base", "layout", "ui", "pages", "print")
SINGLES = ("fonts", "img")
MONTH = 30 * 86400  # seconds
PACKED = {".css", ".js", ".svg"}

assets_cli = AppGroup("assets", help="Style sheet, scripts, fonts and pictures.")


def init_assets(app: Flask) -> None:
    """Give templates `asset("img/emblem.svg")` and the like; build what is missing, or what a developer changed."""
    if app.debug or not (BUILD / "manifest.json").exists():
        build()
    prefix = f"{app.static_url_path}/build/"
    manifest = json.loads((BUILD / "manifest.json").read_text())
    # A plain dictionary: every page asks four times, and `url_for` would cost more than the rest of its head.
    app.jinja_env.globals["asset"] = {name: prefix + built for name, built in manifest.items()}.__getitem__
    # Served before the application is even asked; other files under /static/ stay with Flask.
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(BUILD),
        prefix=prefix,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=lambda headers, _path, _url: headers.add_header("X-Content-Type-Options", "nosniff"),
    )


@assets_cli.command("build")
def build_command() -> None:
    """Join and hash the style sheet, copy scripts, fonts and pictures under names that carry their hash."""
    manifest = build()
    sheet = BUILD / manifest["site.css"]
    click.echo(f"{len(manifest)} files; {manifest['site.css']} {sheet.stat().st_size / 1024:.1f} KiB")


def build(static: Path = STATIC) -> dict[str, str]:
    """Write `static/build/` anew and return the manifest {name: built name}; safe when two processes do it at once."""
    target = static / "build"
    target.mkdir(exist_ok=True)
    manifest = {name: built for folder in SINGLES for name, built in _copy_singles(static, target, folder).items()}
    manifest |= _copy_scripts(static, target)
    sheet = stylesheet(static, manifest).encode()
    manifest["site.css"] = f"site.{_digest(sheet)}.css"
    _write(target / manifest["site.css"], sheet)
    _write(target / "manifest.json", json.dumps(manifest, indent=1, sort_keys=True).encode())
    _forget_old(target, manifest)
    return manifest


def stylesheet(static: Path, manifest: dict[str, str]) -> str:
    """All sheets in the order of their layers, each wrapped in its layer, with hashed addresses."""
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer in LAYERS:
        for path in _sheets(static / "css", layer):
            parts.append(f"@layer {layer} {{\n{_squeeze(path.read_text())}\n}}")
    return re.sub(r"url\(\"(?:\.\./)+([^\")]+)\"\)", lambda found: f'url("{manifest[found[1]]}")', "\n".join(parts))


def _sheets(css: Path, layer: str) -> list[Path]:
    own = css / f"{layer}.css"
    return [path for path in [own, *sorted((css / layer).glob("*.css"))] if path.exists()]


def _squeeze(text: str) -> str:
    """Without comments and indentation: the gain that matters once the sheet is compressed."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _copy_singles(static: Path, target: Path, folder: str) -> dict[str, str]:
    """Fonts and pictures: one hash per file."""
    manifest = {}
    for path in sorted((static / folder).rglob("*")):
        if path.is_file() and path.suffix != ".txt":
            content = path.read_bytes()
            name = path.relative_to(static).as_posix()
            manifest[name] = f"{name.removesuffix(path.suffix)}.{_digest(content)}{path.suffix}"
            _write(target / manifest[name], content)
    return manifest


def _copy_scripts(static: Path, target: Path) -> dict[str, str]:
    """Scripts: one hash for all of them, in the folder's name, so that their relative imports stay true."""
    paths = sorted((static / "js").rglob("*.js"))
    folder = f"js.{_digest(b''.join(path.read_bytes() for path in paths))}"
    manifest = {}
    for path in paths:
        name = path.relative_to(static)
        manifest[name.as_posix()] = "/".join([folder, *name.parts[1:]])
        _write(target / manifest[name.as_posix()], path.read_bytes())
    return manifest


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, with a compressed copy beside it where that helps."""
    path.parent.mkdir(parents=True, exist_ok=True)
    copies = [(path, content)]
    if path.suffix in PACKED:
        copies.append((path.with_name(path.name + ".gz"), gzip.compress(content, 9, mtime=0)))
    for place, data in copies:
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(draft, 0o644)
        os.replace(draft, place)


def _forget_old(target: Path, manifest: dict[str, str]) -> None:
    """Remove what earlier builds left a month ago; younger files may still be asked for by a page that is open."""
    kept = {target / built for built in manifest.values()}
    for path in target.rglob("*"):
        current = path.with_name(path.name.removesuffix(".gz")) in kept
        if path.is_file() and not current and path.stat().st_mtime < time.time() - MONTH:
            path.unlink(missing_ok=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]
