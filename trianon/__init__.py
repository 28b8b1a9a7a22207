"""The platform of the Trianon Dialogue."""

from __future__ import annotations

import os

from trianon.core.settings import Settings


def create_app(settings: Settings | None = None):  # type: ignore[no-untyped-def]
    """Make the application: settings from the environment unless given; raises SettingsError when one is wrong."""
    from trianon.assembly import assemble

    return assemble(settings or Settings.from_environment(os.environ))
