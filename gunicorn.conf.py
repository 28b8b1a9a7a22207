"""How gunicorn serves the site. Read by itself when gunicorn starts in this directory.

The settings are checked here, before any worker starts: a wrong one gives a plain line and status 2,
where a worker would give a traceback again and again.
"""

import logging
import multiprocessing
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from trianon.core.settings import Settings, SettingsError

faults = []
try:
    Settings.from_environment(os.environ)
except SettingsError as error:
    faults += error.faults
# One more than the cores: measured best for short synchronous requests, with nginx in front to take slow clients.
processes = os.environ.get("WEB_CONCURRENCY", str(multiprocessing.cpu_count() + 1))
if not re.fullmatch("[1-9][0-9]{0,2}", processes):
    faults.append(f"WEB_CONCURRENCY must be the number of web processes, from 1 to 999, not {processes!r}.")
for fault in faults:
    print(fault, file=sys.stderr)
if faults:
    sys.exit(2)

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(processes)
worker_class = "sync"
# Read once and shared: the site starts in the time of one process, a killed one is back at once, and memory is spared.
preload_app = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
timeout = 30
graceful_timeout = 15
# A worker is replaced now and then, so that no slow leak of any library adds up.
max_requests = 20_000
max_requests_jitter = 2_000
# Addresses of readers are personal data: no access log. What goes wrong is logged by the application.
accesslog = None
errorlog = "-"
loglevel = "warning"


def without_visitors(record: logging.LogRecord) -> bool:
    """gunicorn quotes the address of whoever sent a broken request, and the request itself: the fact suffices."""
    if str(record.msg).startswith(("Invalid request from", "Error handling request", "Ignored premature")):
        record.msg, record.args = str(record.msg).split(" from ")[0].split(" %s")[0], ()
    return True


def post_worker_init(worker):  # type: ignore[no-untyped-def]  (gunicorn has no types)
    """Whoever comes first to a new process does not wait until it has read the directory."""
    from sqlalchemy.exc import SQLAlchemyError

    from trianon.cooperations.directory import read_ahead

    app = worker.app.callable
    try:
        # Measurements serve other applications, too.
        if getattr(app, "name", "") == "trianon":
            read_ahead(app)
    except SQLAlchemyError:
        # Without a database every page says so by itself, and a database without tables is about to get them.
        app.logger.warning("the directory could not be read before the first visitor")


logging.getLogger("gunicorn.error").addFilter(without_visitors)
# gunicorn shares one control socket per user: two instances of one user would answer for each other.
control_socket_disable = True
