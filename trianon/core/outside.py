"""Asking a service that the settings name: the only way in which the site calls anybody but its mail server."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

LONGEST_ANSWER = 64 * 1024
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Unavailable(Exception):
    """The service does not answer, or says something that cannot be understood."""


class Refused(Unavailable):
    """The service is there, and this one question gets no answer that can be used; another one may."""


def is_service(text: str) -> bool:
    """An address over TLS; in clear on this machine alone."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = bool(host) and port != 0 and not (parts.query or parts.fragment or "@" in parts.netloc)
    return plain and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))


class _NoOtherPlace(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        """The service of the settings is asked and no other one that it may name."""


def ask(
    address: str,
    *,
    patience: float,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    longest: int = LONGEST_ANSWER,
) -> bytes:
    """The answer (a POST with a `body`), within the patience in seconds of all reads together; raises Unavailable.

    What is longer than `longest` bytes is cut. The address comes from the settings alone.
    """
    give_up = time.monotonic() + patience
    opener = urllib.request.build_opener(_NoOtherPlace)
    request = urllib.request.Request(address, data=body, headers=dict(headers or {}))  # noqa: S310 - from the settings
    parts: list[bytes] = []
    try:
        with opener.open(request, timeout=patience) as answer:
            while sum(map(len, parts)) < longest and (part := answer.read1(longest)):
                parts.append(part)
                if time.monotonic() > give_up:
                    raise Unavailable("the answer takes too long")
    except HTTPError as fault:
        raise Refused(f"HTTP {fault.code}") from fault
    except (OSError, HTTPException, ValueError) as fault:
        raise Unavailable(type(fault).__name__) from fault
    return b"".join(parts)
