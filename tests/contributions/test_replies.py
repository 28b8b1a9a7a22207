"""Replies: moderated, below their text, told to whom they answer, and nowhere once they are taken back."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import Cast, add_sub_theme, send
from tests.support.people import add_person
from trianon.accounts.leaving_services import delete_account
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.committee import removals
from trianon.committee import services as committee
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import Reason, Verdict
from trianon.contributions import comment_hiding, comment_queries, comment_services, services
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution
from trianon.contributions.rules import LONGEST_REPLY, MOST_REPLIES_A_DAY
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import State
from trianon.mail.models import OutboxMail
from trianon.mail.render import render
from trianon.notifications.models import Notification

WORDS = "Et les triporteurs, où les mettez-vous ?"


@pytest.fixture
def text(db_session: Any) -> Contribution:
    """A public proposal of a French author."""
    add_sub_theme(db_session)
    item = send(add_person(db_session, name="Marie Dubois"))
    db_session.flush()
    services.publish(item, by=None)
    committee.close_cases("contribution", item.id)
    return item


def say(text: Contribution, by: Account, words: str = WORDS, **more: Any) -> Comment:
    return comment_services.reply(text, by=by, lang=Lang.FR, text=words, **more)


def public(text: Contribution, by: Account, words: str = WORDS, **more: Any) -> Comment:
    comment = say(text, by, words, **more)
    comment_services.publish_reply(comment, by=None)
    return comment


def case_of(session: Any, comment: Comment) -> Case:
    return session.scalars(sa.select(Case).filter_by(subject="comment", subject_id=comment.id)).one()


def told(session: Any, kind: str = "contributions.replied") -> list[int]:
    """Who was written to, in order."""
    return list(session.scalars(sa.select(OutboxMail.recipient_id).filter_by(kind=kind).order_by(OutboxMail.id)))


@pytest.mark.both_engines
def test_it_waits_for_a_voice_and_stands_below_its_text_then(db_session: Any, text: Contribution) -> None:
    reader, member = add_person(db_session, side="russia"), add_person(db_session, "member", side="france")
    comment = say(text, reader)
    case = case_of(db_session, comment)
    assert (comment.state, text.replies, case.state, case.lang) == (State.SUBMITTED, 0, CaseState.OPEN, Lang.FR)
    assert comment_queries.replies_to(text.id).items == []
    committee.give_voice(case, by=member, verdict=Verdict.ACCEPT, note_lang=Lang.FR, shown_version=case.version)
    assert (comment.state, text.replies) == (State.PUBLISHED, 1)
    assert comment_queries.replies_to(text.id).items == [comment]
    assert told(db_session) == [text.author_id]


def test_a_refusal_takes_the_voice_of_the_authors_side(db_session: Any, text: Contribution) -> None:
    """The row of the contribution in the table of voices."""
    comment = say(text, add_person(db_session, side="russia"))
    for side, state in (("france", State.SUBMITTED), ("russia", State.REFUSED)):
        committee.give_voice(
            case_of(db_session, comment),
            by=add_person(db_session, "member", side=side),
            verdict=Verdict.REFUSE,
            reasons=[Reason.ATTACK],
            note="Ceci attaque une personne.",
            note_lang=Lang.FR,
            shown_version=1,
        )
        assert comment.state is state


@pytest.mark.parametrize("whose", ["reply", "text"])
def test_nobody_judges_their_own_reply_nor_one_to_their_own_text(db_session: Any, whose: str) -> None:
    add_sub_theme(db_session)
    member, other = add_person(db_session, "member", side="france"), add_person(db_session)
    text = send(member if whose == "text" else other)
    services.publish(text, by=None)
    comment = say(text, member if whose == "reply" else other)
    with pytest.raises(RuleViolation, match="own_text"):
        committee.give_voice(
            case_of(db_session, comment), by=member, verdict=Verdict.ACCEPT, note_lang=Lang.FR, shown_version=1
        )


def test_whoever_is_answered_is_told_once_and_never_about_their_own(db_session: Any, text: Contribution) -> None:
    reader, third = add_person(db_session), add_person(db_session)
    first = public(text, reader)
    assert told(db_session) == [text.author_id]
    public(text, third, "Sous l’escalier, bien sûr.", answers=first)
    assert told(db_session) == [text.author_id, text.author_id, reader.id]
    public(text, text.author, "Merci à tous les deux !")
    assert len(told(db_session)) == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [("", "reply_too_short"), (" \u200b\u202e ", "reply_too_short"), ("a" * (LONGEST_REPLY + 1), "reply_too_long")],
)
def test_words_are_checked_after_cleaning(db_session: Any, text: Contribution, words: str, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        say(text, add_person(db_session), words)


def test_only_public_texts_and_public_replies_are_answered(db_session: Any, text: Contribution) -> None:
    reader = add_person(db_session)
    waiting = say(text, reader)
    with pytest.raises(RuleViolation, match="reply_is_gone"):
        say(text, text.author, answers=waiting)
    elsewhere = send(add_person(db_session))
    with pytest.raises(RuleViolation, match="no_replies_here"):
        say(elsewhere, reader)
    services.publish(elsewhere, by=None)
    comment_services.publish_reply(waiting, by=None)
    with pytest.raises(RuleViolation, match="reply_is_gone"):
        say(elsewhere, text.author, answers=waiting)


def test_two_clicks_are_one_reply_and_there_is_a_limit_a_day(db_session: Any, text: Contribution) -> None:
    reader = add_person(db_session)
    assert say(text, reader) is say(text, reader)
    for number in range(MOST_REPLIES_A_DAY - 1):
        say(text, reader, f"Encore une idée, la {number}e.")
    with pytest.raises(RuleViolation, match="too_many_replies_today"):
        say(text, reader, "Une de trop.")


def test_it_is_corrected_until_it_is_taken_back(db_session: Any, text: Contribution) -> None:
    reader = add_person(db_session)
    comment = say(text, reader)
    again = {"by": reader, "lang": Lang.FR, "text": "Et les triporteurs ? Il leur faut deux mètres."}
    comment_services.correct_reply(comment, shown_version=1, **again)
    # The second click, then somebody with an old page.
    comment_services.correct_reply(comment, shown_version=1, **again)
    with pytest.raises(StaleForm):
        comment_services.correct_reply(comment, shown_version=1, **again | {"text": "Autre chose encore."})
    states = {case.version: case.state for case in db_session.scalars(sa.select(Case).filter_by(subject="comment"))}
    assert states == {1: CaseState.CLOSED, 2: CaseState.OPEN}
    comment_services.withdraw_reply(comment, by=reader)
    with pytest.raises(RuleViolation, match="reply_is_closed"):
        comment_services.correct_reply(comment, shown_version=2, **again)


def test_taken_back_it_is_nowhere_and_no_mail_tells_of_it(db_session: Any, text: Contribution) -> None:
    comment = public(text, add_person(db_session))
    comment_services.withdraw_reply(comment, by=comment.author)
    assert (text.replies, comment_queries.replies_to(text.id).items) == (0, [])
    mail = db_session.scalars(sa.select(OutboxMail).filter_by(kind="contributions.replied")).one()
    assert render(mail) is None
    with pytest.raises(RuleViolation, match="not_possible_now"):
        comment_services.withdraw_reply(comment, by=comment.author)
    assert text.replies == 0


def test_with_its_text_it_goes(db_session: Any, text: Contribution) -> None:
    """What waits is taken back and its case closed; what was public is seen no more."""
    reader = add_person(db_session)
    waiting, shown = say(text, reader), public(text, reader, "Celle-ci est publique.")
    services.withdraw(text, by=text.author)
    assert (waiting.state, case_of(db_session, waiting).state) == (State.WITHDRAWN, CaseState.CLOSED)
    assert shown.state is State.PUBLISHED
    assert render(db_session.scalars(sa.select(OutboxMail).filter_by(kind="contributions.replied")).one()) is None


@pytest.mark.parametrize(("withdraw", "left"), [(False, 1), (True, 0)])
def test_leaving(db_session: Any, text: Contribution, withdraw: bool, left: int) -> None:
    """Unread replies go; public ones stay under “former participant” unless their author says otherwise."""
    reader = add_person(db_session)
    public(text, reader)
    waiting = say(text, reader, "Pas encore lue.")
    delete_account(reader, by=reader, withdraw_texts=withdraw)
    db_session.flush()
    assert waiting.state is State.WITHDRAWN
    assert (text.replies, len(comment_queries.replies_to(text.id).items)) == (left, left)


def test_oldest_first_by_keyset(db_session: Any, text: Contribution) -> None:
    people = [add_person(db_session) for _ in range(5)]
    made = [public(text, people[n % 5], f"Réponse de rang {n}, dite en passant.") for n in range(23)]
    db_session.flush()
    first = comment_queries.replies_to(text.id)
    second = comment_queries.replies_to(text.id, first.after)
    assert [one.id for one in [*first.items, *second.items]] == [one.id for one in made]
    assert (second.after, comment_queries.replies_to(text.id, second.before).items) == (None, first.items)


# ---------------------------------------------------------------- pages


@pytest.fixture
def shown(transaction: Any, cast: Cast) -> int:
    """The number of a public text."""
    with transaction() as session:
        item = send(session.get(Account, cast.ids["author"]))
        services.publish(item, by=None)
        return item.id


@pytest.mark.parametrize(("lang", "link"), [("fr", "Répondre à ce texte"), ("ru", "Ответить на этот текст")])
def test_a_reply_from_the_page_to_the_page(
    signed_in: Any, visitors: Any, transaction: Any, shown: int, lang: str, link: str
) -> None:
    visitor = signed_in("russian", lang)
    assert link in visitor.get(f"/contributions/{shown}").text
    words = {"lang": "ru", "text": "А где поставить грузовой велосипед? <script>evil()</script>"}
    answer = visitor.submit(f"/contributions/{shown}/reply", words, form="/reply")
    assert answer.status_code == 303, answer.text
    number = int(answer.location.rpartition("/")[2])
    assert visitor.get(f"/contributions/replies/{number}").status_code == 200
    reader = visitors(lang)
    assert reader.get(f"/contributions/replies/{number}").status_code == 404
    assert "грузовой" not in reader.get(f"/contributions/{shown}").text
    with transaction() as session:
        comment_services.publish_reply(session.get(Comment, number), by=None)
    for path in (f"/contributions/{shown}", f"/contributions/replies/{number}"):
        page = reader.get(path).text
        assert "А где поставить грузовой велосипед?" in page
        assert "<script>evil" not in page
        assert ('lang="ru"' in page) or lang == "ru"
    answer = visitor.submit(f"/contributions/replies/{number}", {}, form="/withdraw")
    assert answer.status_code == 303
    assert reader.get(f"/contributions/replies/{number}").status_code == 404
    assert "грузовой" not in reader.get(f"/contributions/{shown}").text
    assert "грузовой" in visitor.get("/contributions/replies/mine").text


def test_what_was_typed_stays_when_it_is_refused(signed_in: Any, shown: int) -> None:
    visitor = signed_in("stranger")
    words = {"lang": "fr", "text": "Слишком короткая мысль, зато по-русски."}
    answer = visitor.submit(f"/contributions/{shown}/reply", words, form="/reply")
    assert answer.status_code == 422
    assert words["text"] in answer.text
    assert "semble être en russe" in answer.text or "lang_is_right" in answer.text


def test_a_reply_names_the_one_that_it_answers(signed_in: Any, transaction: Any, shown: int, cast: Cast) -> None:
    with transaction() as session:
        item = session.get(Contribution, shown)
        number = public(item, session.get(Account, cast.ids["stranger"])).id
    visitor = signed_in("russian")
    path = f"/contributions/{shown}/reply?to={number}"
    assert WORDS[:20] in visitor.get(path).text
    assert visitor.submit(path, {"lang": "fr", "text": "Au sous-sol."}, form="/reply").status_code == 303
    with transaction() as session:
        newest = session.scalars(sa.select(Comment).order_by(Comment.id.desc())).first()
        assert newest.answers_id == number
        comment_services.publish_reply(newest, by=None)
        assert session.scalars(sa.select(Notification).filter_by(kind="contributions.replied")).all()
    assert "Réagit à la réponse de\u202f: " in visitor.get(f"/contributions/{shown}").text
    for wrong in ("x", "999", "99999999999"):
        assert visitor.get(f"/contributions/{shown}/reply?to={wrong}").status_code == 404


# ---------------------------------------------------------------- hidden and removed, by the committee's procedure


@pytest.mark.both_engines
def test_a_single_reply_is_hidden_reviewed_and_removed(db_session: Any, text: Contribution) -> None:
    reader, other = add_person(db_session, side="russia"), add_person(db_session)
    comment = public(text, reader)
    answer = public(text, other, "Je ne suis pas de cet avis.", answers=comment)
    french, russian = (add_person(db_session, "member", side=side) for side in ("france", "russia"))
    why: dict[str, Any] = {"reasons": [Reason.ATTACK], "note": "Личные нападки.", "note_lang": Lang.RU}
    case = removals.ask("comment", comment.id, by=french, shown_version=1, hold=True, **why)
    assert (comment.state, text.replies) == (State.ON_HOLD, 1)
    assert comment_queries.replies_to(text.id).items == [answer]
    assert told(db_session, "committee.held") == [reader.id]
    committee.give_voice(
        case, by=russian, verdict=Verdict.ACCEPT, note_lang=Lang.RU, shown_version=case.version, note="Это мнение."
    )
    # The sides disagree: it goes to the co-presidents, who both want it gone.
    for side in ("france", "russia"):
        president = add_person(db_session, "co_president", side=side)
        committee.give_voice(case, by=president, verdict=Verdict.REFUSE, shown_version=case.version, **why)
    assert (comment.state, text.replies, case.state) == (State.REMOVED, 1, CaseState.DECIDED)
    assert comment_queries.replies_to(text.id).items == [answer]
    comment_hiding.restore(comment, by=None)
    assert (comment.state, text.replies) == (State.PUBLISHED, 2)


def test_a_reply_taken_back_ends_the_question_whether_it_stays(db_session: Any, text: Contribution) -> None:
    comment = public(text, add_person(db_session))
    why: dict[str, Any] = {"reasons": [Reason.OFF_TOPIC], "note": "Hors sujet.", "note_lang": Lang.FR}
    case = removals.ask("comment", comment.id, by=add_person(db_session, "member"), shown_version=1, hold=False, **why)
    comment_services.withdraw_reply(comment, by=comment.author)
    assert case.state is CaseState.CLOSED


def test_the_page_of_a_reply_leads_a_member_to_hiding_it(
    signed_in: Any, visitors: Any, transaction: Any, shown: int, cast: Cast
) -> None:
    with transaction() as session:
        number = public(session.get(Contribution, shown), session.get(Account, cast.ids["stranger"])).id
    member, path = signed_in("member"), f"/committee/removal/comment/{number}"
    assert path in member.get(f"/contributions/replies/{number}").text
    words = {"hold": "hold", "reasons": ["attack"], "note": "Cette phrase vise une personne."}
    assert member.submit(path, words, form="removal-form").status_code == 303
    reader = visitors("ru")
    assert reader.get(f"/contributions/replies/{number}").status_code == 404
    assert WORDS not in reader.get(f"/contributions/{shown}").text
    author = signed_in("stranger")
    assert "72" in author.get(f"/contributions/replies/{number}").text


@pytest.mark.parametrize(("lang", "words"), [("fr", "restée ouverte trop longtemps"), ("ru", "слишком долго")])
def test_a_page_that_was_open_for_too_long_does_not_cost_the_words(
    signed_in: Any, transaction: Any, shown: int, lang: str, words: str
) -> None:
    visitor = signed_in("russian", lang)
    typed = "А где поставить грузовой велосипед?"
    answer = visitor.post(f"/contributions/{shown}/reply", data={"lang": "ru", "text": typed, "csrf_token": "old"})
    assert answer.status_code == 400
    assert words in answer.text
    assert typed in answer.text
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(Comment.id))) == 0


def test_the_register_of_decisions_leads_to_the_reply(visitors: Any, transaction: Any, shown: int, cast: Cast) -> None:
    with transaction() as session:
        comment = say(session.get(Contribution, shown), session.get(Account, cast.ids["russian"]))
        case, member = case_of(session, comment), session.get(Account, cast.ids["member"])
        committee.give_voice(case, by=member, verdict=Verdict.ACCEPT, note_lang=Lang.FR, shown_version=case.version)
        number, state = comment.id, comment.state
    assert state is State.PUBLISHED
    page = visitors("fr").get("/committee/decisions").text
    assert f"/fr/contributions/replies/{number}" in page
    assert "Un toit pour les vélos" in page
    assert "Un texte qui n’est pas public" not in page
