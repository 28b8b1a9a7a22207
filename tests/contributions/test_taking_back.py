"""A new version that waits behind a public one is taken back alone: by its author, and with an author who leaves."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.committee.conftest import House
from tests.committee.test_removals import ask, later
from tests.contributions.conftest import TEXT_FR, Cast, send
from tests.support.forms import forms_of
from trianon.accounts.leaving_services import delete_account
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.committee import services as committee
from trianon.committee.appeals import contest
from trianon.committee.models import Case, CaseState, Hold
from trianon.contributions import comment_hiding, comment_services, services
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution, ContributionKind
from trianon.contributions.publishing import is_in_list
from trianon.core.errors import RuleViolation
from trianon.core.publication import State

NEWER = f"{TEXT_FR}\n\nEt des pompes, une par quai."
APPEAL = "Le texte ne dit rien de tel : relisez la deuxième phrase, s’il vous plaît."
REPLY, NEWER_REPLY = "Et les triporteurs, où les mettez-vous ?", "Et les triporteurs, et les tandems ?"


@pytest.fixture
def edited(transaction: Any, cast: Cast) -> tuple[int, int]:
    """The numbers of a public text and of a public reply, each with a new version that waits."""
    with transaction() as session:
        author = session.get(Account, cast.ids["author"])
        text = send(author)
        services.publish(text, by=None)
        reply = comment_services.reply(text, by=author, lang=Lang.FR, text=REPLY)
        comment_services.publish_reply(reply, by=None)
        committee.close_cases("contribution", text.id)
        committee.close_cases("comment", reply.id)
        words = {"lang": Lang.FR, "kind": ContributionKind.PROPOSAL, "title": "Un toit et des pompes", "text": NEWER}
        services.correct(text, by=author, shown_version=1, **words)
        comment_services.correct_reply(reply, by=author, shown_version=1, lang=Lang.FR, text=NEWER_REPLY)
        return text.id, reply.id


def open_cases(transaction: Any) -> int:
    with transaction() as session:
        return int(session.scalar(sa.select(sa.func.count(Case.id)).where(Case.state == CaseState.OPEN)))


@pytest.mark.parametrize("lang", ["fr", "ru"])
def test_the_author_takes_the_new_version_back_and_goes_on_from_the_public_one(
    signed_in: Any, visitors: Any, transaction: Any, edited: tuple[int, int], lang: str
) -> None:
    author, reader = signed_in("author", lang), visitors(lang)
    assert open_cases(transaction) == 2
    pages = (f"/contributions/{edited[0]}", f"/contributions/replies/{edited[1]}")
    for path, old, new in zip(pages, ("voitures", "les mettez-vous"), ("pompes", "tandems"), strict=True):
        (button,) = (one for one in forms_of(author.get(path).text) if one.action.endswith("/withdraw/new-version"))
        assert author.post(button.action.removeprefix(f"/{lang}"), data=button.filled({})).status_code == 303
        page = author.get(path).text
        assert {"fr": "version est retirée", "ru": "версия отозвана"}[lang] in page
        assert new not in page
        assert "/withdraw/new-version" not in page
        form = author.get(f"{path}/edit").text
        assert old in form
        assert new not in form
        assert old in reader.get(path).text
        # Pressed twice: the page says how it stands, and nothing else goes.
        assert author.post(button.action.removeprefix(f"/{lang}"), data=button.filled({})).status_code == 303
        assert reader.get(path).status_code == 200
    assert open_cases(transaction) == 0
    sent = author.submit(f"{pages[0]}/edit", {"text": f"{NEWER} Encore."}, button=("do", "submit"))
    assert sent.status_code == 303, sent.text
    assert open_cases(transaction) == 1


@pytest.mark.both_engines
def test_what_waits_goes_with_an_author_who_leaves(transaction: Any, edited: tuple[int, int], cast: Cast) -> None:
    """What is public stays; words that the committee has not judged are not published after their author has gone."""
    with transaction() as session:
        author = session.get(Account, cast.ids["author"])
        delete_account(author, by=author, withdraw_texts=False)
    with transaction() as session:
        text, reply = session.get(Contribution, edited[0]), session.get(Comment, edited[1])
        assert [(one.state, one.pending) for one in (text, reply)] == [(State.PUBLISHED, None)] * 2
    assert open_cases(transaction) == 0


@pytest.mark.both_engines
def test_nothing_of_an_author_who_wants_nothing_kept_comes_back(house: House) -> None:
    """Neither what was hidden when they left, once the hold is over, nor what an appeal of theirs would bring back."""
    author, session = house.person(), house.session
    hidden, removed, refused = (house.contribution(author, title) for title in ("Un banc", "Un quai", "Un abri"))
    for text in (hidden, removed):
        house.voice(house.case_of(text), house.person("member", "russia"), "accept")
    reply = comment_services.reply(removed, by=author, lang=Lang.FR, text=REPLY)
    comment_services.publish_reply(reply, by=None)
    comment_hiding.hold(reply, by=None)
    case = ask(hidden, house.person("member"), hold=True)
    removal = ask(removed, house.person("member"))
    house.voice(removal, house.person("member", "russia"), "refuse")
    house.voice(house.case_of(refused), house.person("member"), "refuse")
    appeals_of = [contest(one, by=author, text=APPEAL) for one in (removal, house.case_of(refused))]
    assert [one.state for one in (hidden, removed, refused, reply)] == ["on_hold", "removed", "refused", "on_hold"]
    delete_account(author, by=author, withdraw_texts=True)
    later(case, hours=73)
    assert [one.state for one in (hidden, removed, refused, reply)] == ["withdrawn", "removed", "refused", "withdrawn"]
    assert not is_in_list(hidden)
    cases = sa.select(Case.state).where(Case.subject == "appeal", Case.subject_id.in_([one.id for one in appeals_of]))
    assert {case.state, *session.scalars(cases)} == {CaseState.CLOSED}
    (hold,) = session.scalars(sa.select(Hold))
    assert hold.lifted_at is not None


def test_there_must_be_one_that_waits(transaction: Any, cast: Cast) -> None:
    with transaction() as session:
        author = session.get(Account, cast.ids["author"])
        text = send(author)
        with pytest.raises(RuleViolation):
            services.take_version_back(text, by=author)
        services.publish(text, by=None)
        with pytest.raises(RuleViolation):
            services.take_version_back(text, by=author)
