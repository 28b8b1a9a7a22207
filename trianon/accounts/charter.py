"""The charter that people consent to at sign-up, by the date of its version."""

from __future__ import annotations

CHARTER = "charter"
CHARTER_VERSION = "2018-05-01"
