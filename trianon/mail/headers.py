"""How the header of a mail is written: subjects that every mail program shows with all their spaces."""

from __future__ import annotations

from email.header import Header
from email.policy import EmailPolicy


class Headers(EmailPolicy):
    """The policy of Python for everything but the subject.

    Where Python folds a line between two encoded words, it leaves the space of the text between them, and mail programs
    drop a space that stands there (RFC 2047, 6.2): "vélos d’hiver" arrived as "vélosd’hiver".
    """

    def fold(self, name: str, value: str) -> str:
        """The lines of one header."""
        if name.lower() != "subject":
            return super().fold(name, value)
        written = Header(str(value), "us-ascii" if value.isascii() else "utf-8", header_name=name)
        return f"{name}: {written.encode(linesep=self.linesep)}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same as bytes."""
        return self.fold(name, value).encode("ascii") if name.lower() == "subject" else super().fold_binary(name, value)


HEADERS = Headers(linesep="\r\n")
HEADERS_UTF8 = Headers(linesep="\r\n", utf8=True)
