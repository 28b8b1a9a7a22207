"""What a form says to the script that keeps typed words on the device until the site has them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user

NEW = "new"


def device() -> str:
    """Under which name this person's words are kept: whoever signs in next on the same device is not offered them."""
    return f"text-{current_user.id or 'visitor'}"


def kept_on_device(what: object = NEW) -> dict[str, str]:
    """For a form: the name of its words (`what` tells texts apart), and what is said about them."""
    return {
        "keep": f"{device()}:{what}",
        "before": f"{device()}:{NEW}" if what != NEW else "",
        "words": _("Until it is saved here, what you type is also kept on this device."),
        "found": _(
            "On this device there is an unsent text of this page: the connection was lost, or the page was closed."
        ),
        "restore": _("Bring it back"),
        "drop": _("Forget it"),
    }
