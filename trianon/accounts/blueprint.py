"""The blueprint that the pages of accounts share."""

from __future__ import annotations

from trianon.bilingual.urls import localised_blueprint

bp = localised_blueprint("accounts", __name__, "/account")
