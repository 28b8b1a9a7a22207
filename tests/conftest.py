"""The fixtures that all tests share: what they do stands in tests/support/, a feature adds its own beside its tests."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import accessibility, applications, chromium, databases, people, postgres
from tests.support import html as html_checker
from tests.support.house import RUN_VARIABLE, cannot, quickest_place
from tests.support.server import LiveServer
from tests.support.smtp import MailServer
from tests.support.visitor import Visitor

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# ---------------------------------------------------------------- the run


def pytest_configure(config: pytest.Config) -> None:
    """The first process makes the directory of the run; the others inherit its name."""
    if not hasattr(config, "workerinput"):
        # `timeout` and make end with SIGTERM: leave as after Ctrl-C, so that no server stays behind.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        os.environ[RUN_VARIABLE] = tempfile.mkdtemp(prefix="trianon-tests-", dir=quickest_place())
        # What browsers and servers keep for a moment goes to the same place, and with the run.
        os.environ["TMPDIR"] = os.environ[RUN_VARIABLE]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is long begins first, so that no process waits alone for it; a file stays together in one process."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items if hasattr(config, "workerinput") else ():
        own = item.get_closest_marker("group")
        item.add_marker(pytest.mark.xdist_group(own.args[0] if own else f"{item.path.parent.name}/{item.path.stem}"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """The first process tidies up after all."""
    if not hasattr(config, "workerinput") and RUN_VARIABLE in os.environ:
        databases.remove_from_named_server()
        postgres.stop()
        shutil.rmtree(os.environ.pop(RUN_VARIABLE), ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """SQLite for all; `@pytest.mark.both_engines` adds PostgreSQL, `@pytest.mark.engine("postgresql")` chooses."""
    if "engine" in metafunc.fixturenames:
        chosen = metafunc.definition.get_closest_marker("engine")
        both = metafunc.definition.get_closest_marker("both_engines")
        engines = chosen.args if chosen else databases.ENGINES if both else ("sqlite",)
        metafunc.parametrize("engine", engines, indirect=True)


@pytest.fixture(scope="session")
def process(request: pytest.FixtureRequest) -> str:
    """The name of this process of the run: master, gw0, gw1 …"""
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


# ---------------------------------------------------------------- the application in this process


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The database engine of this test: sqlite or postgresql."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def app_settings() -> dict[str, str]:
    """Settings beside the usual ones; a test or a module overrides this fixture, e.g. {"TRIANON_DEMO": "1"}."""
    return {}


@pytest.fixture
def app(request: pytest.FixtureRequest, engine: str, process: str, app_settings: dict[str, str]) -> Iterator[Any]:
    """The application on a fresh database with the schema and nothing else."""
    url = databases.fresh_database(engine, f"test_{process}")
    of_its_own = request.node.get_closest_marker("changes_the_app") is not None
    with applications.application(url, databases.PATIENT | app_settings, of_its_own=of_its_own) as made:
        yield made


@pytest.fixture
def db_session(app: Any) -> Iterator[Any]:
    """The database session inside an application context, for tests of services and queries; never with a client."""
    from trianon.core.database import db

    with app.app_context():
        yield db.session
        db.session.rollback()


@pytest.fixture
def transaction(app: Any) -> Callable[[], AbstractContextManager[Any]]:
    """`with transaction() as session:` – a context and a commit around a few lines, for tests that use a client too."""
    from trianon.core.database import db

    @contextmanager
    def begin() -> Iterator[Any]:
        with app.app_context():
            yield db.session
            db.session.commit()

    return begin


@pytest.fixture
def visitors(request: pytest.FixtureRequest, app: Any) -> Callable[..., Visitor]:
    """`visitors("ru")` – one more visitor with cookies of their own."""
    if "db_session" in request.fixturenames:
        # Flask-Login keeps its user in the context: the next request would see the one before.
        pytest.fail("client and db_session do not go together: use transaction() instead", pytrace=False)

    def visit(lang: str = "fr") -> Visitor:
        return Visitor(app, lang)

    return visit


@pytest.fixture
def client(visitors: Callable[..., Visitor]) -> Visitor:
    """A visitor who reads French and has not signed in."""
    return visitors("fr")


@pytest.fixture
def sign_in_as(transaction: Callable[[], Any], visitors: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """`sign_in_as("member", side="russia")` – a new person of this role, signed in; `id` is theirs."""

    def enter(role: str | None = None, *, side: str = "france", **columns: Any) -> Visitor:
        with transaction() as session:
            person = people.add_person(session, role, side=side, **columns)
            number, email, lang = person.id, person.email, person.lang.value
        visitor = visitors(lang)
        visitor.id = number
        visitor.enter(email)
        return visitor

    return enter


# ---------------------------------------------------------------- the site in processes of its own


@pytest.fixture
def smtp_server() -> Iterator[MailServer]:
    """A mail server that keeps what it is given."""
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture
def serve(engine: str, process: str) -> Iterator[Callable[..., LiveServer]]:
    """`serve(TRIANON_DEMO="1", SMTP_URL=…)` – the real site on a fresh database; stopped when the test ends."""
    started: list[LiveServer] = []

    def start(*, database: str | None = None, processes: int = 3, worker: bool = True, **settings: str) -> LiveServer:
        url = database or databases.fresh_database(engine, f"live_{process}_{len(started)}")
        server = LiveServer(url, databases.PATIENT | settings, processes=processes, with_worker=worker)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def live_server(serve: Callable[..., LiveServer], smtp_server: MailServer) -> LiveServer:
    """Three web processes and the worker on a fresh database of the test's engine; its mails go to `smtp_server`."""
    return serve(TRIANON_DEMO="1", SMTP_URL=smtp_server.url)


@pytest.fixture(scope="module")
def live_demo(process: str) -> Iterator[LiveServer]:
    """The demonstration with its records, people and texts, shared by the tests of one module: read, do not write."""
    template = databases.template_of("sqlite", "demo", (("demo", "load"),), TRIANON_DEMO="1")
    database = databases.copy_of(template, f"demo_{process}")
    server = LiveServer(database, databases.PATIENT | {"TRIANON_DEMO": "1", "SMTP_URL": ""}).start()
    yield server
    server.stop()


# ---------------------------------------------------------------- the browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for this process, with a profile of its own that goes with it."""
    found = chromium.find()
    if found is None:
        cannot("no browser: run make test, or name one by CHROMIUM_PATH")
    with chromium.launched(found) as started:
        yield started


@pytest.fixture
def new_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """`new_page(lang="ru", width=360)` – a page of a new visitor; `javascript=False` turns scripts off."""
    contexts = []

    def open_page(lang: str = "fr", width: int = 1280, height: int = 900, javascript: bool = True) -> Any:
        context = browser.new_context(
            locale={"fr": "fr-FR", "ru": "ru-RU"}[lang],
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            timezone_id="Europe/Paris" if lang == "fr" else "Europe/Moscow",
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A page of somebody who reads French, on a wide screen."""
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """`axe(page)` – the accessibility violations of the page, a line each."""
    return accessibility.violations


@pytest.fixture(scope="session")
def html_faults() -> Callable[..., list[str]]:
    """`html_faults({name: text})` – what html-validate says of these pages, a line each."""
    return html_checker.faults
