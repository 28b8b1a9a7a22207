"""Every route has a sample, and no sample is of a route that is gone."""

from __future__ import annotations

from flask import Flask

from tests.site.samples import SAMPLES


def test_every_route_has_a_sample(demo_app: Flask) -> None:
    routes = {rule.endpoint for rule in demo_app.url_map.iter_rules()} - {"static"}
    assert routes == set(SAMPLES)
