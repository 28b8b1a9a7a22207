"""Forms as a browser sees them: what is filled in already, and where it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form of a page with the values it would send if nobody touched it."""

    action: str
    method: str
    identity: str
    values: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, data: dict[str, str | list[str]]) -> dict[str, list[str]]:
        """The values to send, with those of `data` in the place of what stood there; an empty list sends nothing."""
        sent: dict[str, list[str]] = {}
        for name, value in self.values:
            sent.setdefault(name, []).append(value)
        for name, value in data.items():
            sent[name] = [value] if isinstance(value, str) else list(value)
        return sent


class _Reader(HTMLParser):
    """Collect the forms of a page; fields outside a form count when they name one (`form="…"`)."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []
        self.area: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = Form(named.get("action", ""), named.get("method", "get").lower(), named.get("id", ""))
            self.forms.append(self.inside)
        elif tag == "option" and self.select:
            self.options.append((named.get("value", ""), "selected" in named))
        elif named.get("name") and self._form(named) and "disabled" not in named:
            self._field(tag, named)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select" and self.select and self.inside:
            chosen = [value for value, selected in self.options if selected] or [v for v, _ in self.options[:1]]
            self.inside.values += [(self.select, value) for value in chosen]
            self.select = None
        elif tag == "textarea" and self.area and self.inside:
            self.inside.values.append((self.area[0], "".join(self.area[1]).removeprefix("\n")))
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)

    def _form(self, named: dict[str, str]) -> Form | None:
        if "form" in named:
            return next((form for form in self.forms if form.identity == named["form"]), None)
        return self.inside

    def _field(self, tag: str, named: dict[str, str]) -> None:
        form = self._form(named)
        assert form is not None
        name, kind = named["name"], named.get("type", "submit" if tag == "button" else "text")
        if kind in ("submit", "image", "button"):
            form.buttons.append((name, named.get("value", "")))
            return
        form.names.add(name)
        if tag == "select":
            self.select, self.options = name, []
        elif tag == "textarea":
            self.area = (name, [])
        elif kind not in ("checkbox", "radio"):
            form.values.append((name, named.get("value", "")))
        elif "checked" in named:
            form.values.append((name, named.get("value", "on")))


def forms_of(page: str) -> list[Form]:
    """All forms of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
