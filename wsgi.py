"""The entry point of gunicorn and of the `flask` command."""

from trianon import create_app
from trianon.core.settings import SettingsError

try:
    app = create_app()
except SettingsError as error:
    # One plain line for each fault, no traceback.
    raise SystemExit("\n".join(error.faults)) from None
