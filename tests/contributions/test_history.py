"""What was public stays told: a reply is edited as a text is, and its author may hide the words of earlier versions."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import TEXT_FR, Cast, add_sub_theme, send
from tests.contributions.test_replies import public, told
from tests.support.people import add_person
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.committee import removals
from trianon.committee import services as committee
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import Reason, Verdict
from trianon.committee.texts import differences_of
from trianon.contributions import comment_services, hidden_words, services
from trianon.contributions.comment_models import Comment
from trianon.contributions.history import history_of
from trianon.contributions.models import Contribution
from trianon.core.audit import AuditEntry
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import State
from trianon.notifications.following_models import News

FIRST, SECOND = "Et les triporteurs, où les mettez-vous ?", "Et les triporteurs ? Il leur faut deux mètres."


@pytest.fixture
def reply(db_session: Any) -> Comment:
    """A public reply of a French author to a public text."""
    add_sub_theme(db_session)
    text = send(add_person(db_session))
    db_session.flush()
    services.publish(text, by=None)
    committee.close_cases("contribution", text.id)
    comment = public(text, add_person(db_session, side="france"), FIRST)
    committee.close_cases("comment", comment.id)
    return comment


def correct(comment: Comment, words: str = SECOND, shown: int = 1) -> None:
    comment_services.correct_reply(comment, by=comment.author, shown_version=shown, lang=Lang.FR, text=words)


def waiting_case(session: Any, comment: Comment) -> Case:
    rows = sa.select(Case).filter_by(subject="comment", subject_id=comment.id, state=CaseState.OPEN)
    return session.scalars(rows).one()


@pytest.mark.both_engines
def test_a_public_reply_is_edited_as_a_text_is(db_session: Any, reply: Comment) -> None:
    translator, reviewer = (add_person(db_session, "translator", side=side) for side in ("france", "russia"))
    comment_services.add_translation(reply, "А грузовые велосипеды?", translator=translator, reviewer=reviewer)
    correct(reply)
    # The second click, then somebody with an old page.
    correct(reply)
    with pytest.raises(StaleForm):
        correct(reply, "Autre chose encore.")
    assert (reply.state, reply.pending, reply.version) == (State.PUBLISHED, State.SUBMITTED, 2)
    assert (reply.words, reply.text.ru, reply.latest.words) == (FIRST, "А грузовые велосипеды?", SECOND)
    case = waiting_case(db_session, reply)
    assert differences_of("comment", reply, 2)
    member = add_person(db_session, "member", side="france")
    committee.give_voice(case, by=member, verdict=Verdict.ACCEPT, note_lang=Lang.FR, shown_version=2)
    assert (reply.state, reply.pending, reply.public_number) == (State.PUBLISHED, None, 2)
    # What was translated was something else; nobody is told twice that they were answered.
    assert (reply.words, reply.text.ru, reply.contribution.replies) == (SECOND, "", 1)
    assert reply.changed_at is not None
    assert len(told(db_session)) == 1
    assert len(db_session.scalars(sa.select(News).filter_by(kind="follows.reply")).all()) == 1
    assert [(entry.number, entry.differences is None) for entry in history_of(reply)] == [(2, False), (1, True)]


def test_a_refused_version_leaves_what_was_accepted(db_session: Any, reply: Comment) -> None:
    correct(reply)
    committee.give_voice(
        waiting_case(db_session, reply),
        by=add_person(db_session, "member", side="france"),
        verdict=Verdict.REFUSE,
        reasons=[Reason.ATTACK],
        note="Ceci attaque une personne.",
        note_lang=Lang.FR,
        shown_version=2,
    )
    assert (reply.state, reply.pending, reply.words) == (State.PUBLISHED, State.REFUSED, FIRST)
    assert [entry.number for entry in history_of(reply)] == [1]
    correct(reply, "Et où les mettez-vous, sans blesser personne ?", shown=2)
    assert reply.pending is State.SUBMITTED
    comment_services.withdraw_reply(reply, by=reply.author)
    assert (reply.state, reply.pending, reply.contribution.replies) == (State.WITHDRAWN, None, 0)


def test_a_new_version_ends_the_question_whether_the_old_one_stays(db_session: Any, reply: Comment) -> None:
    why: dict[str, Any] = {"reasons": [Reason.OFF_TOPIC], "note": "Hors sujet.", "note_lang": Lang.FR}
    correct(reply)
    member = add_person(db_session, "member", side="russia")
    case = removals.ask("comment", reply.id, by=member, shown_version=1, hold=False, **why)
    with pytest.raises(StaleForm):
        removals.ask("comment", reply.id, by=member, shown_version=2, hold=False, **why)
    comment_services.publish_reply(reply, by=None)
    assert case.state is CaseState.CLOSED


def test_hidden_while_a_new_version_waits_it_waits_again(db_session: Any, reply: Comment) -> None:
    from trianon.contributions import comment_hiding

    correct(reply)
    committee.close_cases("comment", reply.id)
    comment_hiding.hold(reply, by=None)
    assert (reply.state, reply.contribution.replies) == (State.ON_HOLD, 0)
    comment_hiding.restore(reply, by=None)
    assert (reply.pending, waiting_case(db_session, reply).version) == (State.SUBMITTED, 2)
    comment_hiding.remove(reply, by=None)
    assert reply.pending is None


@pytest.mark.parametrize(
    ("number", "code"), [(2, "version_is_public"), (3, "version_not_in_history"), (9, "version_not_in_history")]
)
def test_only_what_was_public_earlier_is_hidden(db_session: Any, reply: Comment, number: int, code: str) -> None:
    correct(reply)
    comment_services.publish_reply(reply, by=None)
    correct(reply, "Une troisième, que personne n’a encore lue.", shown=2)
    with pytest.raises(RuleViolation, match=code):
        hidden_words.hide(reply, number, by=reply.author)
    before = len(history_of(reply))
    hidden_words.hide(reply, 1, by=reply.author)
    hidden_words.hide(reply, 1, by=reply.author)
    journal = db_session.scalars(sa.select(AuditEntry).filter_by(event="CommentWordsHidden")).all()
    assert [(entry.data["version"], entry.actor_id) for entry in journal] == [(1, reply.author_id)]
    entries = history_of(reply)
    assert (len(entries), [entry.differences for entry in entries]) == (before, [None, None])
    assert history_of(reply, is_whole=True)[0].differences


# ---------------------------------------------------------------- pages

PRIVATE = "mon numéro de portail est le 4417"


@pytest.fixture
def edited(transaction: Any, cast: Cast, published: Any) -> dict[str, str]:
    """Addresses of a text and of a reply whose first public version said something personal."""
    number = published("author", "fr", text=f"{TEXT_FR}\n\nSonnez, {PRIVATE}.")
    with transaction() as session:
        item = session.get(Contribution, number)
        author = session.get(Account, cast.ids["author"])
        kind, title = item.kind, "Un toit pour les vélos"
        services.correct(item, by=author, shown_version=1, lang=Lang.FR, kind=kind, title=title, text=TEXT_FR)
        services.publish(item, by=None)
        comment = public(item, author, f"Passez me voir, {PRIVATE}.")
        correct(comment, "Passez me voir.")
        comment_services.publish_reply(comment, by=None)
        return {"text": f"/contributions/{number}", "reply": f"/contributions/replies/{comment.id}"}


@pytest.mark.parametrize("what", ["text", "reply"])
def test_an_author_hides_what_an_earlier_version_said(
    signed_in: Any, visitors: Any, edited: dict[str, str], what: str
) -> None:
    page = f"{edited[what]}/history"
    reader, author, member = visitors("ru"), signed_in("author"), signed_in("member")
    assert page in reader.get(edited[what]).text
    assert "4417" in reader.get(page).text
    assert "/hide" not in reader.get(page).text + member.get(page).text
    assert author.submit(page, form="/history/1/hide").status_code == 303
    for visitor in (reader, author, signed_in("stranger")):
        answer = visitor.get(page)
        assert (answer.status_code, "4417" in answer.text) == (200, False)
    assert "Содержание этой версии скрыто" in reader.get(page).text
    assert "4417" in member.get(page).text
    assert author.submit(page, form="/history/1/show").status_code == 303
    assert "4417" in reader.get(page).text


def test_a_reply_is_edited_on_its_page(signed_in: Any, visitors: Any, edited: dict[str, str]) -> None:
    author, reader, page = signed_in("author"), visitors("fr"), edited["reply"]
    assert signed_in("stranger").get(f"{page}/edit").status_code == 403
    again = {"lang": "fr", "text": "Passez me voir, <script>evil()</script> sans faute."}
    assert author.submit(f"{page}/edit", again).status_code == 303
    assert "sans faute" not in reader.get(page).text
    standing = author.get(page).text
    assert "sans faute" in standing
    assert "<script>evil" not in standing
    assert "Celle qui a été acceptée reste publique" in standing
    short = author.submit(f"{page}/edit", {"text": " "})
    assert short.status_code == 422
