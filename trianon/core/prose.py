"""People's and editors' plain formatting made into safe HTML: paragraphs, lists, emphasis, links, nothing else."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "blockquote"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(
    ["image", "code", "fence"]
)

# Links stay as they were typed: what is behind a word can be read, and nothing can be opened.
_without_links = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(
    ["image", "code", "fence", "link", "autolink", "reference"]
)


def prose(text: str, *, links: bool = True) -> Markup:
    """A text as HTML that can carry no script, no picture, no style; links open only web addresses.

    `links=False`: nobody has looked at the text yet, so that its addresses are read and not followed.
    """
    made = (_markdown if links else _without_links).render(text)
    return Markup(  # noqa: S704 - the line below is what makes it safe
        nh3.clean(
            made,
            tags=TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener noreferrer",
        )
    )
