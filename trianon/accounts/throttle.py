"""Slowing down whoever tries passwords or codes, without letting a stranger lock the owner out.

Counted for: account and network together; the network; the account from all networks. The last one is passed over in
a browser that the owner has signed in with before, which has a count of its own; and a link by mail makes any browser
such a one.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from flask import current_app, request

from trianon.accounts import attempts, devices
from trianon.accounts.attempts import Limit, Try

# A school or a town hall shares one address of the network: there, more people mistype.
NETWORK_FACTOR = 3
# From all networks together, on one account, for browsers that it has never used.
EVERYWHERE_FACTOR = 3
EVERYWHERE_SECONDS = 3600
# With so many failures in an hour the owner is told.
WORTH_TELLING = 10
CODES_WORTH_TELLING = 5


@dataclass(frozen=True)
class Verdict:
    """Whether to go on; how many tries this account has had within the hour, from browsers it does not know."""

    is_refused: bool
    tries: int
    tried: tuple[Try, ...]


def narrow_limit() -> Limit:
    """How many failures one network may have with one account."""
    return attempts.limit_of(current_app.config["SETTINGS"].sign_in_limit)


def begin(scope: str, key: str, account_id: int | None) -> Verdict:
    """Count a try of `scope` (a password, a code) on whom `key` names; the caller commits at once."""
    device = devices.name_for(account_id)
    narrow = narrow_limit()
    near = Try(f"{scope}.near", f"{key}|{device or network()}", narrow)
    around = Try(f"{scope}.network", network(), narrow._replace(tries=narrow.tries * NETWORK_FACTOR))
    found = attempts.count(near, around)
    if any(found[one.scope] > one.limit.tries for one in (near, around)):
        return Verdict(True, 0, ())
    if device is not None:
        return Verdict(False, 0, (near, around))
    everywhere = Try(f"{scope}.everywhere", key, Limit(narrow.tries * EVERYWHERE_FACTOR, EVERYWHERE_SECONDS))
    tries = attempts.count(everywhere)[everywhere.scope]
    return Verdict(tries > everywhere.limit.tries, tries, (near, around, everywhere))


def went_well(verdict: Verdict) -> None:
    """Take back what was counted: somebody who knows the password is no attacker."""
    attempts.give_back(*verdict.tried)


def network() -> str:
    """Where a request comes from: an address, or the half of an IPv6 address that one household has to itself."""
    text = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
