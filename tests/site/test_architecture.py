"""The house stays as it was planned: who imports whom, no circle, small modules."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

from tests.support.house import BIN, ROOT

LONGEST_MODULE = 300
# What rules and events may know besides the standard library: plain words and values, each without a database.
PLAIN = {
    "trianon.core.errors",
    "trianon.core.events",
    "trianon.core.sides",
    "trianon.core.publication",
    "trianon.bilingual.lang",
}

# What a module is, by the last word of its name (organisation_models → models), from the top down.
KINDS = [
    {"views", "api", "cli"},
    {"forms", "queries", "services", "mails", "handlers"},
    {"models"},
    {"rules", "events"},
]
# The web stays at the top: what is below can run in a command or in the worker.
WEB = {"flask", "flask_login", "flask_wtf", "wtforms"}
WITHOUT_WEB = {"models", "services", "queries", "rules", "events"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """All modules of the package and their imports; those for type checkers alone are left out."""
    return grimp.build_graph("trianon", include_external_packages=True, exclude_type_checking_imports=True)


def test_import_contracts_hold() -> None:
    """The contracts of setup.cfg, by import-linter."""
    command = [str(BIN / "lint-imports"), "--cache-dir", ".cache/import_linter"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_no_circle_of_imports(graph: grimp.ImportGraph) -> None:
    """No module can reach itself."""
    assert list(circles(graph)) == []


def test_rules_and_events_are_plain_python(graph: grimp.ImportGraph) -> None:
    """They import the standard library, their own feature's words and what PLAIN names; nothing else."""
    found = []
    for module in sorted(graph.modules):
        feature, _, last = module.rpartition(".")
        if not last.endswith(("rules", "events")) or not module.startswith("trianon.") or feature == "trianon.core":
            continue
        allowed = PLAIN | {f"{feature}.rules", f"{feature}.events", f"{feature}.vocabulary"}
        for imported in graph.find_modules_directly_imported_by(module):
            # Rules past a page are split by noun: seat_rules is as plain as rules.
            is_split = imported.startswith(f"{feature}.") and imported.endswith("_rules")
            if imported not in allowed and not is_split and imported not in sys.stdlib_module_names:
                found.append(f"{module} imports {imported}")
    assert found == []


def test_nouns_of_a_feature_keep_its_order(graph: grimp.ImportGraph) -> None:
    """As the contracts say for `models` or `services`, also for `organisation_models` or `declaring_services`."""
    upwards = [
        f"{module} imports {imported}"
        for module in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(module))
        if feature_of(module) == feature_of(imported) and rank(imported) < rank(module)
    ]
    assert upwards == []


def test_models_and_services_do_not_know_the_web(graph: grimp.ImportGraph) -> None:
    """No request, no form, no current user below the views."""
    found = [
        f"{module} imports {', '.join(sorted(known))}"
        for module in sorted(graph.modules)
        if module.count(".") > 1 and kind_of(module) in WITHOUT_WEB and not module.startswith("trianon.core.")
        if (known := graph.find_modules_directly_imported_by(module) & WEB)
    ]
    assert found == []


def test_modules_are_small() -> None:
    """A longer module hides a noun: split it by noun."""
    long = {str(file.relative_to(ROOT)): lines for file in sources() if (lines := length_of(file)) > LONGEST_MODULE}
    assert long == {}


def test_modules_say_their_purpose() -> None:
    """Every module with code begins with a docstring."""
    silent = [str(file.relative_to(ROOT)) for file in sources() if has_code(file) and not docstring_of(file)]
    assert silent == []


def kind_of(module: str) -> str:
    """`trianon.accounts.organisation_models` → models."""
    return module.rpartition(".")[2].rpartition("_")[2]


def feature_of(module: str) -> str:
    """`trianon.accounts.organisation_models` → trianon.accounts."""
    return ".".join(module.split(".")[:2])


def rank(module: str) -> float:
    """How far down a module stands in its feature; what has no known kind may be anywhere."""
    return next((number for number, kinds in enumerate(KINDS) if kind_of(module) in kinds), float("nan"))


def sources() -> Iterator[Path]:
    """Python files of the package; data of the demonstration is no code."""
    yield from sorted((ROOT / "trianon").rglob("*.py"))


def length_of(file: Path) -> int:
    """Lines of a file."""
    return len(file.read_text(encoding="utf-8").splitlines())


def docstring_of(file: Path) -> str | None:
    """The module's first words."""
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))


def has_code(file: Path) -> bool:
    """Whether there is anything in the file."""
    return bool(file.read_text(encoding="utf-8").strip())


def circles(graph: grimp.ImportGraph) -> Iterator[list[str]]:
    """Modules that reach themselves, each with a shortest way round."""
    for module in sorted(graph.modules):
        if not module.startswith("trianon"):
            continue
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            chain = graph.find_shortest_chain(importer=imported, imported=module)
            if chain:
                yield [module, *chain]
