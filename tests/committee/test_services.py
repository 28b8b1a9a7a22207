"""Voices carry decisions into records, mails and notices, on both engines."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

pytestmark = pytest.mark.both_engines


def mails(session: Any) -> list[Any]:
    """The mails about decisions, oldest first."""
    from trianon.mail.models import OutboxMail

    rows = sa.select(OutboxMail).where(OutboxMail.kind == "committee.decided").order_by(OutboxMail.id)
    return list(session.scalars(rows))


def events(session: Any, subject: str) -> list[str]:
    """The names of the journal's rows on one kind of record, in order."""
    from trianon.core.audit import AuditEntry

    return list(session.scalars(sa.select(AuditEntry.event).filter_by(subject=subject).order_by(AuditEntry.id)))


def test_a_cooperation_needs_one_voice_of_each_side(house: Any) -> None:
    """One side's voice publishes nothing and mails nothing; the other side's voice does."""
    author = house.person()
    item = house.cooperation(author)
    case = house.case_of(item)
    house.voice(case, house.person("member"), "accept")
    assert (item.state, case.state, mails(house.session)) == ("submitted", "open", [])
    house.voice(case, house.person("member", "russia"), "accept")
    assert (item.state, case.state, case.verdict) == ("published", "decided", "accept")
    assert [(mail.recipient_id, mail.data) for mail in mails(house.session)] == [(author.id, {"case": case.id})]
    assert events(house.session, "case") == ["CaseOpened", "VoiceGiven", "VoiceGiven", "CaseDecided"]


def test_two_voices_of_one_side_are_one_side(house: Any) -> None:
    """However many members of one side accept, the other side must speak."""
    item = house.cooperation(house.person())
    case = house.case_of(item)
    for _again in range(3):
        house.voice(case, house.person("member"), "accept")
    assert item.state == "submitted"


def test_a_contribution_needs_one_voice_of_either_side(house: Any) -> None:
    """The other side's voice alone publishes it."""
    item = house.contribution(house.person())
    house.voice(house.case_of(item), house.person("member", "russia"), "accept")
    assert item.state == "published"


def test_refusal_by_the_authors_side(house: Any) -> None:
    """One voice of the author's side refuses; the author is told by mail and on the site."""
    from trianon.notifications.models import Notification

    author = house.person()
    item = house.contribution(author)
    house.voice(house.case_of(item), house.person("co_president"), "refuse")
    assert item.state == "refused"
    kinds = house.session.scalars(sa.select(Notification.kind).filter_by(account_id=author.id))
    assert "committee.decided" in list(kinds)


def test_refusal_by_the_other_side_alone_is_not_enough(house: Any) -> None:
    """A contribution of a French author is not refused by a Russian voice alone; one of each side does it."""
    item = house.contribution(house.person())
    case = house.case_of(item)
    house.voice(case, house.person("member", "russia"), "refuse")
    assert (item.state, case.state) == ("submitted", "open")
    house.voice(case, house.person("member"), "refuse")
    assert item.state == "refused"


def test_refusal_of_somebody_from_another_country_takes_both_sides(house: Any) -> None:
    """Otherwise one of each."""
    item = house.contribution(house.person(side="other"))
    case = house.case_of(item)
    house.voice(case, house.person("member"), "refuse")
    assert item.state == "submitted"
    house.voice(case, house.person("member", "russia"), "refuse")
    assert item.state == "refused"


def test_changes_are_asked_for_by_one_voice(house: Any) -> None:
    """Even when the other side has accepted already."""
    item = house.cooperation(house.person())
    case = house.case_of(item)
    house.voice(case, house.person("member", "russia"), "accept")
    house.voice(case, house.person("member"), "ask_changes")
    assert (item.state, case.verdict) == ("changes_asked", "ask_changes")
    assert len(mails(house.session)) == 1


def test_an_organisation_is_verified_by_its_own_side(house: Any) -> None:
    """The other side's voice does not count and is refused."""
    from trianon.core.errors import RuleViolation

    item = house.organisation(house.person())
    case = house.case_of(item)
    with pytest.raises(RuleViolation, match="voice_does_not_count"):
        house.voice(case, house.person("member", "russia"), "accept")
    house.voice(case, house.person("member"), "accept")
    assert (item.state, item.is_verified) == ("published", True)


def test_a_disputed_place_takes_both_secretaries_general(house: Any) -> None:
    """Members' voices do not count; the two secretaries' do (rule 3)."""
    from trianon.core.errors import RuleViolation

    item = house.cooperation(house.person(), title="Jumelage Nice – Yalta")
    case = house.case_of(item)
    assert case.matter == "disputed_place"
    with pytest.raises(RuleViolation, match="voice_does_not_count"):
        house.voice(case, house.person("co_president"), "accept")
    house.voice(case, house.person("secretary_general"), "accept")
    assert item.state == "submitted"
    house.voice(case, house.person("secretary_general", "russia"), "accept")
    assert item.state == "published"


@pytest.mark.parametrize("role", ["administrator", "host", "translator", None])
def test_other_roles_have_no_voice(house: Any, role: str | None) -> None:
    """Only members of the committee, its co-presidents and secretaries general decide."""
    from trianon.core.errors import RuleViolation

    case = house.case_of(house.contribution(house.person()))
    with pytest.raises(RuleViolation, match="voice_does_not_count"):
        house.voice(case, house.person(role), "accept")


def test_a_member_whose_mandate_ended_cannot_vote_but_the_voice_stands(house: Any) -> None:
    """The French voice was given in time and counts; a new one is refused."""
    from trianon.core.clock import now
    from trianon.core.errors import RuleViolation

    item = house.cooperation(house.person())
    case, member = house.case_of(item), house.person("member")
    house.voice(case, member, "accept")
    member.appointments[0].until = now()
    with pytest.raises(RuleViolation, match="voice_does_not_count"):
        house.voice(case, member, "refuse")
    house.voice(case, house.person("member", "russia"), "accept")
    assert item.state == "published"


def test_nobody_decides_on_their_own_text(house: Any) -> None:
    """A member who is its author."""
    from trianon.core.errors import RuleViolation

    member = house.person("member")
    for item in (house.contribution(member), house.cooperation(member), house.organisation(member)):
        with pytest.raises(RuleViolation, match="own_text"):
            house.voice(house.case_of(item), member, "accept")
        assert item.state == "submitted"


def test_nobody_decides_on_a_text_of_their_organisation(house: Any) -> None:
    """A member who acts for the organisation that a colleague wrote for."""
    from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState
    from trianon.core.clock import now
    from trianon.core.errors import RuleViolation

    author, member = house.person(), house.person("member")
    organisation = house.organisation(author)
    house.session.add(
        Membership(
            organisation_id=organisation.id,
            account_id=member.id,
            role=MembershipRole.MEMBER,
            state=MembershipState.ACCEPTED,
            asked_at=now(),
        )
    )
    house.session.flush()
    item = house.contribution(author, on_behalf_of=organisation)
    for case in (house.case_of(item), house.case_of(organisation)):
        with pytest.raises(RuleViolation, match="own_text"):
            house.voice(case, member, "accept")


def test_a_voice_on_an_older_version_is_stale(house: Any) -> None:
    """The text was corrected while the member read it: nothing is recorded, the new version has a case of its own."""
    from trianon.bilingual.lang import Lang
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind
    from trianon.core.errors import StaleForm

    author, member = house.person(), house.person("member")
    item = house.contribution(author)
    case = house.case_of(item)
    services.correct(
        item,
        by=author,
        shown_version=1,
        lang=Lang.FR,
        kind=ContributionKind.PROPOSAL,
        title="Deux bancs",
        text="Finalement il en faudrait deux, et une fontaine entre les deux bancs, pour les soirs d’été.",
    )
    with pytest.raises(StaleForm):
        house.voice(case, member, "accept", shown_version=1)
    assert (case.state, case.voices) == ("closed", [])
    renewed = house.case_of(item)
    assert (renewed.id != case.id, renewed.version, renewed.state) == (True, 2, "open")
    with pytest.raises(StaleForm):
        house.voice(renewed, member, "accept", shown_version=1)


def test_a_refused_text_that_is_sent_again_gets_a_new_case(house: Any) -> None:
    """Refused, corrected, accepted: two cases, two mails, the older decision stays."""
    from trianon.bilingual.lang import Lang
    from trianon.committee.queries import earlier_cases, last_decision
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind

    author, member = house.person(), house.person("member")
    item = house.contribution(author)
    first = house.case_of(item)
    house.voice(first, member, "refuse")
    refused = last_decision("contribution", item.id)
    assert refused is not None
    assert refused["notes"] == [("Merci de dire qui organise.", "fr")]
    services.correct(
        item,
        by=author,
        shown_version=1,
        lang=Lang.FR,
        kind=ContributionKind.PROPOSAL,
        title="Un banc, et qui l’organise",
        text="La mairie de quartier l’installe, l’association des usagers l’entretient, chacun s’y assoit.",
    )
    second = house.case_of(item)
    house.voice(second, member, "accept")
    assert (item.state, first.verdict, second.verdict) == ("published", "refuse", "accept")
    assert earlier_cases(second) == [first]
    assert len(mails(house.session)) == 2


def test_a_withdrawn_text_waits_for_nothing(house: Any) -> None:
    """Its case is closed and counted out; a voice comes too late."""
    from trianon.committee.queries import open_counts
    from trianon.contributions import services
    from trianon.core.errors import StaleForm

    author = house.person()
    item = house.contribution(author)
    case = house.case_of(item)
    assert open_counts()["contribution"] == 1
    services.withdraw(item, by=author)
    assert (case.state, open_counts()["contribution"]) == ("closed", 0)
    with pytest.raises(StaleForm):
        house.voice(case, house.person("member"), "accept")


def test_sides_that_disagree_decide_nothing(house: Any) -> None:
    """Accepted by one side, refused by the other: the text waits, until a member changes their voice."""
    item = house.cooperation(house.person())
    case, french = house.case_of(item), house.person("member")
    house.voice(case, french, "accept")
    house.voice(case, house.person("member", "russia"), "refuse")
    assert (item.state, case.state) == ("submitted", "open")
    house.voice(case, french, "refuse")
    assert item.state == "refused"
    assert len(case.voices) == 3


def test_a_double_click_is_one_voice(house: Any) -> None:
    """The same voice again changes nothing, decided or not."""
    item = house.contribution(house.person())
    case, member = house.case_of(item), house.person("member")
    assert house.voice(case, member, "accept") is house.voice(case, member, "accept")
    assert (len(case.voices), len(mails(house.session))) == (1, 1)


def test_a_second_voice_after_the_decision_is_stale(house: Any) -> None:
    """Two members at once: the second finds a decided case."""
    from trianon.core.errors import StaleForm

    item = house.contribution(house.person())
    case = house.case_of(item)
    house.voice(case, house.person("member"), "accept")
    with pytest.raises(StaleForm):
        house.voice(case, house.person("member", "russia"), "refuse")
    assert (item.state, len(case.voices)) == ("published", 1)


@pytest.mark.parametrize(
    ("verdict", "more", "code"),
    [
        ("refuse", {"reasons": []}, "reason_needed"),
        ("refuse", {"note": "  "}, "note_needed"),
        ("ask_changes", {"note": ""}, "note_needed"),
        ("refuse", {"note_lang": "ru", "note": "Не по теме."}, "note_in_author_language"),
        ("accept", {"note": "x" * 3001}, "note_too_long"),
    ],
)
def test_a_refusal_carries_its_reasons(house: Any, verdict: str, more: dict[str, Any], code: str) -> None:
    """Rule 6: a reason, and a note in the author's language; nothing is recorded without them."""
    from trianon.bilingual.lang import Lang
    from trianon.core.errors import RuleViolation

    case = house.case_of(house.contribution(house.person()))
    if "note_lang" in more:
        more = more | {"note_lang": Lang(more["note_lang"])}
    with pytest.raises(RuleViolation, match=code):
        house.voice(case, house.person("member"), verdict, **more)
    assert case.voices == []


def test_an_accepted_version_stays_public_while_the_next_is_judged(house: Any) -> None:
    """Refusing an edit takes nothing away."""
    from trianon.bilingual.lang import Lang
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind

    author, member = house.person(), house.person("member")
    item = house.contribution(author)
    house.voice(house.case_of(item), member, "accept")
    services.correct(
        item,
        by=author,
        shown_version=1,
        lang=Lang.FR,
        kind=ContributionKind.PROPOSAL,
        title="Achetez mes bancs",
        text="Ma boutique vend des bancs en promotion cette semaine, venez nombreux et parlez-en autour de vous.",
    )
    house.voice(house.case_of(item), member, "refuse")
    assert (item.state, item.pending, item.public_version.number) == ("published", "refused", 1)
