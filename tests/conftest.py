"""The whole suite runs on a cluster of its own, as the application role that row-level security binds."""

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before settings are read: a home that dies with the run, and no server that a developer's shell names.
HOME = Path(tempfile.mkdtemp(prefix="selaras-test-"))
ALIVE = (HOME / "alive").open("w")
fcntl.flock(ALIVE, fcntl.LOCK_EX)
for name in [key for key in os.environ if key.startswith(("SELARAS_", "DATABASE_"))]:
    del os.environ[name]
os.environ["SELARAS_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "selaras.config.settings"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_BROWSER = "no Chromium on this machine"


def pytest_configure(config: pytest.Config) -> None:
    """Settings that only tests want, before pytest-django sets Django up."""
    from django.conf import settings
    from hypothesis import settings as hypothesis

    from selaras.config import messages

    settings.SEALS = None  # it outlives the rollback of a test; whoever tests it names a folder
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sweep()
    messages.compile_newer()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    hypothesis.register_profile("house", deadline=None)
    hypothesis.load_profile("house")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Each process of the run makes a home of its own above, before it reads the settings: let it not inherit ours."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure() -> None:
    ALIVE.close()
    shutil.rmtree(HOME, ignore_errors=True)


def sweep() -> None:
    """Stop and remove what test runs that were killed have left behind."""
    from selaras.config import postgres

    for mark in Path(tempfile.gettempdir()).glob("selaras-test-*/alive"):
        with contextlib.suppress(OSError), mark.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for data in [*mark.parent.glob("pg"), *mark.parent.glob("*/pg")]:
                postgres.stop(data.parent, even_if_used=True)
            shutil.rmtree(mark.parent, ignore_errors=True)


def use(role: dict[str, str]) -> None:
    """Log the default connection in as another role."""
    from django.db import connection

    connection.close()
    connection.close_pool()
    connection.settings_dict.update(role)


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Iterator[object]:
    """The PostgreSQL of this run: starts with the first test that needs it, stops with the last."""
    from tests import prepared

    from selaras.config import postgres

    prepared.copy_to(HOME, fresh=pytestconfig.getoption("create_db"))
    with postgres.in_use(HOME, ephemeral=True) as running:
        yield running


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Its tables are there already, and it dies with the cluster; `--create-db` migrates it again."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix() -> None:
    """Every process of the run has a cluster of its own; its database needs no name of its own as well."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(cluster, django_db_modify_db_settings_parallel_suffix) -> None:
    """The test database is created and migrated by the owner."""
    from django.conf import settings

    use(settings.DATABASE_OWNER)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Tests run as the application role; only creating, emptying and dropping is the owner's."""
    from django.conf import settings
    from django.db import connection

    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_")
        use({"USER": settings.DATABASE_APP_ROLE, "PASSWORD": ""})
    with emptied_by_owner():
        yield
    with django_db_blocker.unblock():
        use(settings.DATABASE_OWNER)


@contextlib.contextmanager
def emptied_by_owner() -> Iterator[None]:
    """TRUNCATE after a transactional test is refused to the application role."""
    from django.test import TransactionTestCase

    original = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        from selaras.core.roles import as_owner

        with as_owner():
            original(case)
            forget_jobs()

    TransactionTestCase._fixture_teardown = teardown
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = original


def forget_jobs() -> None:
    """The queue's tables are not Django's, so that its flush leaves them alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")


def chromium() -> str | None:
    """The browser that `make test` found, or the machine's own."""
    places = [os.environ.get("CHROMIUM"), *map(shutil.which, BROWSERS)]
    return next((path for path in places if path), None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser its tests are skipped, or fail where it is required.

    In a run on several processors they come first: the longest of them would else keep all others waiting at the end.
    """
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    if chromium() or not any(item.get_closest_marker("browser") for item in items):
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        raise pytest.UsageError("REQUIRE_BROWSER=1 and no Chromium was found; `make test` installs it.")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_terminal_summary(terminalreporter) -> None:
    if any(NO_BROWSER in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line("Browser tests were skipped: no Chromium was found.", yellow=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One Chromium for the whole run; open contexts of your own in it."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, and Django then takes every query for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    words = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=words)
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def cast(db):
    """Both agencies with everybody in them; the product believes that it is `cast.AT`. See tests/cast.py."""
    from tests import cast as people

    from selaras.core import clock

    with clock.fixed(people.AT):
        yield people.build()


@pytest.fixture
def kepahiang(cast):
    """The cast, with the whole test done in the name of the agency `kepahiang`."""
    from selaras.core.tenancy import acting_in

    with acting_in(cast.kepahiang):
        yield cast


@pytest.fixture
def actor(cast):
    """`actor("Sari", on=…, role=…)`: who acts, as the middleware builds it."""
    return cast.actor


@pytest.fixture
def client_as(cast):
    """`client_as("Dewi", "OFFICER")`: a browser in which this person is signed in."""
    return cast.client


@pytest.fixture
def page_as(browser, live_server, client_as):
    """`page_as("Sari", size=PHONE)`: a page in which this person is signed in; its troubles are collected."""
    from django.conf import settings
    from tests.journeys.visitor import PHONE

    contexts = []

    def opened(who, role=None, size=PHONE, language="id"):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="id-ID")
        contexts.append(context)
        session = client_as(who, role).cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda m: page.troubles.append(m.text) if m.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
