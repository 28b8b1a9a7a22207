"""What is public is hidden, shown again and removed; disagreement and silence come to an end, on both engines."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from trianon.bilingual.lang import Lang
from trianon.contributions import services as contributions
from trianon.mail.models import OutboxMail
from trianon.mail.render import in_language, render
from trianon.notifications.models import Notification
from trianon.notifications.sentences import sentence_of

pytestmark = pytest.mark.both_engines

NOTE = "Ce texte nomme une personne avec son adresse."
DAYS = timedelta(days=1)


def published(house: Any) -> Any:
    """A French contribution that is public."""
    item = house.contribution(house.person())
    house.voice(house.case_of(item), house.person("member", "russia"), "accept")
    return item


def ask(item: Any, by: Any, *, hold: bool = False, reasons: tuple[str, ...] = ("personal_data",)) -> Any:
    """Ask for its removal as the page does."""
    from trianon.bilingual.lang import Lang
    from trianon.committee import removals
    from trianon.committee.rules import Reason

    return removals.ask(
        type(item).__name__.lower(),
        item.id,
        by=by,
        reasons=[Reason(code) for code in reasons],
        note=NOTE,
        note_lang=Lang.FR,
        shown_version=item.public_version.number,
        hold=hold,
    )


def told(session: Any, kind: str) -> list[int | None]:
    """Who got a mail of this kind."""
    from trianon.mail.models import OutboxMail

    return list(session.scalars(sa.select(OutboxMail.recipient_id).filter_by(kind=kind).order_by(OutboxMail.id)))


def later(case: Any, **days: float) -> None:
    """What `flask due` does so long after the case was opened."""
    from trianon.committee.timekeeping import move_due_cases
    from trianon.core.clock import at
    from trianon.core.database import db

    db.session.commit()
    with at(case.opened_at + timedelta(**days)):
        move_due_cases()
    db.session.refresh(case)


def test_removal_takes_one_voice_of_each_side(house: Any) -> None:
    item = published(house)
    case = ask(item, house.person("member"))
    assert (item.state, case.state, case.matter) == ("published", "open", "removal")
    house.voice(case, house.person("member", "russia"), "refuse")
    assert (item.state, case.verdict, case.ending) == ("removed", "refuse", "voices")
    assert told(house.session, "committee.decided")[-1] == item.author_id


def test_a_hold_hides_at_once_and_lifts_by_itself(house: Any) -> None:
    """Out of the list, the figures and the search in the transaction of the hold; back after 72 hours, both told."""
    from trianon.contributions.publishing import is_in_list
    from trianon.core.counters import counts

    item, secretary = published(house), house.person("secretary_general", "russia")
    before = counts("contributions")["contributions"]["all"]
    case = ask(item, house.person("member"), hold=True)
    assert (item.state, is_in_list(item)) == ("on_hold", False)
    assert counts("contributions")["contributions"]["all"] == before - 1
    assert told(house.session, "committee.held") == [item.author_id]
    assert told(house.session, "committee.hold_to_review") == [secretary.id]
    later(case, hours=71)
    assert item.state == "on_hold"
    later(case, hours=73)
    assert (item.state, is_in_list(item), case.state) == ("published", True, "open")
    assert told(house.session, "committee.restored") == [item.author_id]
    later(case, days=29)
    assert (item.state, case.verdict, case.ending) == ("published", "accept", "silence")


def test_mails_and_lines_about_a_hold_say_what_is_true_when_they_are_read(house: Any) -> None:
    """Neither that a text is hidden which is shown again, nor that one is shown which has gone, nor what to decide."""

    def true() -> set[str]:
        mails = [row.kind for row in house.session.scalars(sa.select(OutboxMail)) if render(row)]
        rows = house.session.scalars(sa.select(Notification))
        with in_language(Lang.FR):
            lines = [row.kind for row in rows if sentence_of(row.kind, row.data)]
        about = {"committee.held", "committee.restored", "committee.hold_to_review"}
        assert set(mails) & about == set(lines) & about
        return set(mails) & about

    item, _secretary = published(house), house.person("secretary_general", "russia")
    case = ask(item, house.person("member"), hold=True)
    assert true() == {"committee.held", "committee.hold_to_review"}
    later(case, hours=73)
    assert true() == {"committee.restored", "committee.hold_to_review"}
    contributions.withdraw(item, by=item.author)
    assert true() == set()


def test_unlawful_content_returns_by_no_clock(house: Any) -> None:
    item = published(house)
    case = ask(item, house.person("member"), hold=True, reasons=("unlawful",))
    later(case, days=400)
    assert (item.state, case.state) == ("on_hold", "open")
    house.voice(case, house.person("member", "russia"), "accept")
    assert (item.state, case.state, case.disputed_at is not None) == ("published", "open", True)


def test_the_other_side_agrees_and_the_text_goes(house: Any) -> None:
    item = published(house)
    case = ask(item, house.person("member"), hold=True)
    house.voice(case, house.person("member", "russia"), "refuse")
    assert item.state == "removed"


def test_a_side_hides_a_version_once(house: Any) -> None:
    """Not again after it has lifted, nor after the other side's review; a double click is one hold."""
    from trianon.committee.models import Hold
    from trianon.core.errors import RuleViolation

    item, member = published(house), house.person("member")
    case = ask(item, member, hold=True)
    ask(item, member, hold=True)
    assert house.session.scalar(sa.select(sa.func.count(Hold.id))) == 1
    later(case, hours=73)
    with pytest.raises(RuleViolation, match="held_once"):
        ask(item, house.person("member"), hold=True)


def test_no_hold_after_the_other_side_has_reviewed(house: Any) -> None:
    from trianon.core.errors import RuleViolation

    item = published(house)
    case = ask(item, house.person("member"))
    house.voice(case, house.person("member", "russia"), "accept")
    with pytest.raises(RuleViolation, match="already_reviewed"):
        ask(item, house.person("member"), hold=True)
    assert item.state == "published"


def test_nobody_hides_their_own_text_nor_a_version_that_changed(house: Any) -> None:
    from trianon.core.errors import RuleViolation, StaleForm

    member = house.person("member")
    item = house.contribution(member)
    house.voice(house.case_of(item), house.person("member"), "accept")
    with pytest.raises(RuleViolation, match="own_text"):
        ask(item, member, hold=True)
    waiting = house.contribution(house.person())
    with pytest.raises((StaleForm, AttributeError)):
        ask(waiting, house.person("member"))


def test_a_new_version_that_waited_waits_again_after_a_hold(house: Any) -> None:
    """Hidden with its accepted version; its case is closed meanwhile, and opened again with the voices it had."""
    from trianon.bilingual.lang import Lang
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind

    item = published(house)
    services.correct(
        item,
        by=item.author,
        shown_version=1,
        lang=Lang.FR,
        kind=ContributionKind.PROPOSAL,
        title="Deux bancs",
        text="Finalement il en faudrait deux, et une fontaine entre les deux bancs, pour les soirs d’été.",
    )
    waiting = house.case_of(item)
    case = ask(item, house.person("member"), hold=True)
    assert waiting.state == "closed"
    later(case, hours=73)
    assert (item.state, item.pending, waiting.state) == ("published", "submitted", "open")
    house.voice(waiting, house.person("member", "russia"), "accept")
    # Another version is public by now: the question about the former one is closed.
    assert (item.public_version.number, case.state) == (2, "closed")


def test_replies_wait_with_a_hidden_text_and_go_with_a_removed_one(house: Any) -> None:
    """Nobody is asked to judge what answers a text that nobody can read."""
    from trianon.contributions import comment_services

    item = published(house)
    waiting, asked, answered = (
        comment_services.reply(item, by=house.person(), lang=Lang.FR, text=f"Un banc de plus, et {number} tables ?")
        for number in range(3)
    )
    comment_services.ask_changes_of_reply(asked, by=None)
    comment_services.publish_reply(answered, by=None)
    comment_services.correct_reply(
        answered, by=answered.author, shown_version=1, lang=Lang.FR, text="Et une fontaine ?"
    )
    replies = (waiting, answered)
    cases = [house.case_of(reply) for reply in replies]
    house.voice(cases[0], house.person("member", "russia"), "refuse")
    case = ask(item, house.person("member"), hold=True)
    assert [one.state for one in cases] == ["closed", "closed"]
    # The clock of the hold runs out: the replies wait again, with the voice that was given.
    later(case, hours=73)
    assert [one.state for one in cases] == ["open", "open"]
    assert [len(one.voices) for one in cases] == [1, 0]
    assert (waiting.state, answered.state, answered.pending) == ("submitted", "published", "submitted")
    house.voice(case, house.person("member", "russia"), "refuse")
    assert item.state == "removed"
    assert [one.state for one in cases] == ["closed", "closed"]
    assert (waiting.state, asked.state) == ("withdrawn", "withdrawn")
    # What was public below the text stays as it was accepted, in case an appeal brings both back.
    assert (answered.state, answered.pending, answered.words) == ("published", None, "Un banc de plus, et 2 tables ?")


def test_an_edit_does_not_escape_a_removal(house: Any) -> None:
    """Sending a new version leaves the question about the public one open."""
    from trianon.bilingual.lang import Lang
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind

    item = published(house)
    case = ask(item, house.person("member"))
    services.correct(
        item,
        by=item.author,
        shown_version=1,
        lang=Lang.FR,
        kind=ContributionKind.PROPOSAL,
        title="Deux bancs",
        text="Finalement il en faudrait deux, et une fontaine entre les deux bancs, pour les soirs d’été.",
    )
    assert case.state == "open"
    house.voice(case, house.person("member", "russia"), "refuse")
    assert (item.state, item.pending) == ("removed", None)


def test_disagreement_goes_to_the_co_presidents(house: Any) -> None:
    """Both are written to; when they disagree too, what is not public is not published, and the author is told."""
    item = house.cooperation(house.person())
    case = house.case_of(item)
    french, russian = house.person("co_president"), house.person("co_president", "russia")
    house.voice(case, house.person("member"), "accept")
    house.voice(case, house.person("member", "russia"), "refuse")
    assert told(house.session, "committee.disputed") == [french.id, russian.id]
    house.voice(case, french, "accept")
    house.voice(case, russian, "refuse")
    assert (item.state, case.verdict, case.ending) == ("refused", "refuse", "no_agreement")
    assert told(house.session, "committee.decided") == [item.declared_by_id]


def test_co_presidents_who_agree_decide_also_on_a_disputed_place(house: Any) -> None:
    from trianon.core.errors import RuleViolation

    item = house.cooperation(house.person(), title="Jumelage Nice – Yalta")
    case, president = house.case_of(item), house.person("co_president")
    with pytest.raises(RuleViolation, match="voice_does_not_count"):
        house.voice(case, president, "accept")
    house.voice(case, house.person("secretary_general"), "accept")
    house.voice(case, house.person("secretary_general", "russia"), "refuse")
    house.voice(case, president, "accept")
    house.voice(case, house.person("co_president", "russia"), "accept")
    assert (item.state, case.ending) == ("published", "co_presidents")


def test_silence_is_reminded_stood_in_for_and_ended(house: Any) -> None:
    """7 days: the secretary general of the silent side; 14: its co-president, who may speak; 28: the end."""
    item = house.cooperation(house.person())
    case = house.case_of(item)
    house.voice(case, house.person("member"), "accept")
    secretary = house.person("secretary_general", "russia")
    president = house.person("co_president", "russia")
    house.person("secretary_general"), house.person("co_president")
    later(case, days=6.9)
    assert told(house.session, "committee.silent") == []
    later(case, days=7)
    later(case, days=8)
    assert told(house.session, "committee.silent") == [secretary.id]
    later(case, days=14)
    assert told(house.session, "committee.silent") == [secretary.id, president.id]
    later(case, days=28)
    assert (item.state, case.ending, case.next_at) == ("refused", "silence", None)


def test_a_co_president_stands_in_for_a_silent_secretary_general(house: Any) -> None:
    from trianon.core.clock import at

    item = house.cooperation(house.person(), title="Jumelage Nice – Yalta")
    case = house.case_of(item)
    house.voice(case, house.person("secretary_general"), "accept")
    president = house.person("co_president", "russia")
    president.appointments[0].until = None
    with at(case.opened_at + 15 * DAYS):
        house.voice(case, president, "accept")
    assert item.state == "published"


def test_a_clock_that_jumps_back_or_far_does_everything_once(house: Any) -> None:
    item = published(house)
    case = ask(item, house.person("member"), hold=True)
    later(case, days=-10)
    assert item.state == "on_hold"
    later(case, days=3000)
    later(case, days=1)
    assert (item.state, case.ending) == ("published", "silence")
    assert told(house.session, "committee.decided").count(item.author_id) == 2


def test_lone_voices_are_void_when_a_mandate_ends(house: Any) -> None:
    """A voice that stands beside another one stays."""
    from trianon.committee.leaving import void_after_mandates
    from trianon.core.clock import now

    member = house.person("member")
    alone, beside = house.cooperation(house.person()), house.cooperation(house.person(), title="Deux lycées")
    cases = [house.case_of(item) for item in (alone, beside)]
    for case in cases:
        house.voice(case, member, "refuse")
    house.voice(cases[1], house.person("co_president"), "refuse")
    assert void_after_mandates() == 0
    member.appointments[0].until = now()
    house.session.flush()
    assert void_after_mandates() == 1
    house.session.expire_all()
    assert [len(case.voices) for case in cases] == [0, 2]
    assert void_after_mandates() == 0


@pytest.mark.parametrize("what", ["refused", "removed"])
def test_the_author_finds_the_way_to_the_appeal_on_the_page_of_the_text(
    visitors: Any, in_house: Any, what: str
) -> None:
    """The page says that the decision can be contested: it shows where."""

    def prepare(house: Any) -> tuple[str, int, int]:
        if what == "refused":
            item = house.contribution(house.person())
            case = house.case_of(item)
            house.voice(case, house.person("member"), "refuse")
        else:
            item = published(house)
            case = ask(item, house.person("member"))
            house.voice(case, house.person("member", "russia"), "refuse")
        assert item.state == what
        return item.author.email, item.id, case.id

    email, number, case = in_house(prepare)
    author = visitors("fr")
    author.enter(email)
    page = author.get(f"/contributions/{number}")
    [link] = re.findall(rf'<a [^>]*href="/fr(/committee/[^"]*\b{case}\b[^"]*)"', page.text)
    assert "Contester la décision" in author.get(link).text
