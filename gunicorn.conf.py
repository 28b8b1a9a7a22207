"""How gunicorn serves the site. Read by itself when gunicorn starts in this directory.

The settings are checked here, before any worker starts: a wrong one gives a plain line and status 2,
where a worker would give a traceback again and again.
"""

import multiprocessing
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from trianon.core.settings import Settings, SettingsError

try:
    Settings.from_environment(os.environ)
except SettingsError as error:
    for fault in error.faults:
        print(fault, file=sys.stderr)
    sys.exit(2)

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
# One more than the cores: measured best for short synchronous requests, with nginx in front to take slow clients.
workers = int(os.environ.get("WEB_CONCURRENCY", multiprocessing.cpu_count() + 1))
worker_class = "sync"
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
# gunicorn shares one control socket per user: two instances of one user would answer for each other.
control_socket_disable = True
