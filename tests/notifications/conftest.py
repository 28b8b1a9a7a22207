"""The house of the committee's tests serves here, too."""

from tests.committee.conftest import house, in_house  # noqa: F401
