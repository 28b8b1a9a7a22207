"""What an author is told, for each kind of record and each verdict: whole sentences, so that words agree."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trianon.committee.rules import Verdict

# The subject of the mail, and the notification on the site, each with the title beside it.
HEADLINES = {
    ("cooperation", Verdict.ACCEPT): _l("Cooperation published"),
    ("cooperation", Verdict.ASK_CHANGES): _l("Changes asked for in your cooperation"),
    ("cooperation", Verdict.REFUSE): _l("Cooperation not accepted"),
    ("contribution", Verdict.ACCEPT): _l("Contribution published"),
    ("contribution", Verdict.ASK_CHANGES): _l("Changes asked for in your contribution"),
    ("contribution", Verdict.REFUSE): _l("Contribution not accepted"),
    ("comment", Verdict.ACCEPT): _l("Reply published"),
    ("comment", Verdict.ASK_CHANGES): _l("Changes asked for in your reply"),
    ("comment", Verdict.REFUSE): _l("Reply not accepted"),
    ("organisation", Verdict.ACCEPT): _l("Organisation verified"),
    ("organisation", Verdict.ASK_CHANGES): _l("Changes asked for before your organisation is verified"),
    ("organisation", Verdict.REFUSE): _l("Organisation not verified"),
    ("record_claim", Verdict.ACCEPT): _l("Your claim is accepted"),
    ("record_claim", Verdict.ASK_CHANGES): _l("More is asked about your claim"),
    ("record_claim", Verdict.REFUSE): _l("Your claim is not accepted"),
    ("organisation_claim", Verdict.ACCEPT): _l("Your claim is accepted"),
    ("organisation_claim", Verdict.ASK_CHANGES): _l("More is asked about your claim"),
    ("organisation_claim", Verdict.REFUSE): _l("Your claim is not accepted"),
    ("removal", Verdict.ACCEPT): _l("Your text stays on the site"),
    ("removal", Verdict.REFUSE): _l("Your text is removed from the site"),
    ("measure", Verdict.ACCEPT): _l("No measure is taken"),
    ("measure", Verdict.REFUSE): _l("A measure on your account"),
    ("appeal", Verdict.ACCEPT): _l("Your appeal is upheld"),
    ("appeal", Verdict.REFUSE): _l("Your appeal is rejected"),
}

# What that means.
MEANINGS = {
    ("cooperation", Verdict.ACCEPT): _l(
        "The Coordination Committee has accepted the cooperation that you declared. It is public from now on."
    ),
    ("cooperation", Verdict.ASK_CHANGES): _l(
        "The Coordination Committee has read the cooperation that you declared "
        "and asks you for changes before it is published."
    ),
    ("cooperation", Verdict.REFUSE): _l(
        "The Coordination Committee has not accepted the cooperation that you declared."
    ),
    ("contribution", Verdict.ACCEPT): _l(
        "The Coordination Committee has accepted your contribution. It is public from now on."
    ),
    ("contribution", Verdict.ASK_CHANGES): _l(
        "The Coordination Committee has read your contribution and asks you for changes before it is published."
    ),
    ("contribution", Verdict.REFUSE): _l("The Coordination Committee has not accepted your contribution."),
    ("comment", Verdict.ACCEPT): _l(
        "The Coordination Committee has accepted your reply. It stands below the text that it answers from now on."
    ),
    ("comment", Verdict.ASK_CHANGES): _l(
        "The Coordination Committee has read your reply and asks you for changes before it is published."
    ),
    ("comment", Verdict.REFUSE): _l("The Coordination Committee has not accepted your reply."),
    ("organisation", Verdict.ACCEPT): _l(
        "A member of the Coordination Committee has verified your organisation. "
        "It can confirm cooperations from now on."
    ),
    ("organisation", Verdict.ASK_CHANGES): _l(
        "The Coordination Committee asks you for changes before your organisation is verified."
    ),
    ("organisation", Verdict.REFUSE): _l("The Coordination Committee has not verified your organisation."),
    ("record_claim", Verdict.ACCEPT): _l(
        "Your organisation stands for this cooperation in the directory from now on: it can correct the record and "
        "state where the cooperation stands."
    ),
    ("record_claim", Verdict.ASK_CHANGES): _l(
        "A member of the Coordination Committee has read your claim and asks you for more before deciding."
    ),
    ("record_claim", Verdict.REFUSE): _l("The Coordination Committee has not accepted the claim of your organisation."),
    ("organisation_claim", Verdict.ACCEPT): _l(
        "You manage this organisation on the site from now on, and it is verified: it can declare, confirm and claim."
    ),
    ("organisation_claim", Verdict.ASK_CHANGES): _l(
        "A member of the Coordination Committee has read your claim and asks you for more before deciding."
    ),
    ("organisation_claim", Verdict.REFUSE): _l("The Coordination Committee has not accepted your claim."),
    ("removal", Verdict.ACCEPT): _l(
        "The removal of your text had been asked for. It stays on the site, where everybody can read it."
    ),
    ("removal", Verdict.REFUSE): _l(
        "Both sides of the Coordination Committee have decided to remove your text from the site. "
        "Nobody but you and the Committee can read it any more."
    ),
    ("measure", Verdict.ACCEPT): _l("The Coordination Committee takes no measure."),
    ("measure", Verdict.REFUSE): _l(
        "Both sides of the Coordination Committee have decided on a measure that concerns you. You can still read, "
        "contest this decision, withdraw what is yours and take your data along."
    ),
    ("appeal", Verdict.ACCEPT): _l(
        "Members of both sides who took no part in the decision have examined your appeal and upheld it. "
        "If your text is still the same, it is public from now on."
    ),
    ("appeal", Verdict.REFUSE): _l(
        "Your appeal was open to members of both sides who took no part in the decision. The decision stays as it was."
    ),
}

# The way on.
NEXT_STEPS = {
    Verdict.ASK_CHANGES: _l("Correct what is asked and send it again: it will be examined anew."),
    Verdict.REFUSE: _l("You may correct it and send it again: it will be examined anew."),
}

# For a removal there is nothing to correct.
WITHOUT_NEXT_STEP = {"removal", "appeal", "measure"}

BUTTONS = {
    Verdict.ACCEPT: _l("See the public page"),
    Verdict.ASK_CHANGES: _l("Correct and send again"),
    Verdict.REFUSE: _l("Correct and send again"),
}
