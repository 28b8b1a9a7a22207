"""The site in processes that keep no rows and no panels: what a page costs that nobody has seen yet."""

from trianon.cooperations import listing
from wsgi import app

__all__ = ["app"]

listing.MOST_KEPT = 0
