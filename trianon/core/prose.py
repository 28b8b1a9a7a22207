"""People's and editors' plain formatting made into safe HTML: paragraphs, lists, emphasis, links, nothing else."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "blockquote"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(
    ["image", "code", "fence"]
)


def prose(text: str) -> Markup:
    """A text as HTML that can carry no script, no picture, no style; links open only web addresses."""
    return Markup(  # noqa: S704 - the line below is what makes it safe
        nh3.clean(
            _markdown.render(text),
            tags=TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener noreferrer",
        )
    )
