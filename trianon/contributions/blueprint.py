"""The blueprint that the pages of contributions share."""

from __future__ import annotations

from trianon.bilingual.urls import localised_blueprint

bp = localised_blueprint("contributions", __name__, "/contributions")
