"""What concerns organisations beside their page: claims, invitations, federations, doubles. Imported, it subscribes."""

from __future__ import annotations

from trianon.accounts import (
    affiliation_mails,
    affiliation_models,
    affiliation_views,
    claiming_mails,
    claiming_models,
    claiming_views,
    invitation_mails,
    invitation_models,
    invitation_views,
    merging_mails,
    merging_models,
    merging_views,
)

__all__ = [
    "affiliation_mails",
    "affiliation_views",
    "claiming_mails",
    "claiming_views",
    "invitation_mails",
    "invitation_views",
    "merging_mails",
    "merging_views",
]

MODELS = (merging_models, claiming_models, invitation_models, affiliation_models)
