"""What people do about their data: agree anew, take them along, have them deleted."""

from __future__ import annotations

from dataclasses import dataclass

from trianon.accounts.events import AccountEvent


@dataclass(frozen=True, kw_only=True)
class AccountLeaving(AccountEvent):
    """An account is about to be deleted, in this transaction: seats, texts and voices are given back."""

    withdraw_texts: bool = False


@dataclass(frozen=True, kw_only=True)
class AccountDeleted(AccountEvent):
    """Nothing more will be done in its name: each feature erases what is left of it in its own tables.

    Name and address leave the account's own row afterwards.
    """


@dataclass(frozen=True, kw_only=True)
class DataDownloaded(AccountEvent):
    """The owner took a copy of everything the register names."""


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(AccountEvent):
    """The owner agreed to this version of a document."""

    document: str
    version: str
