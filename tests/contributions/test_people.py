"""A person in public: by what they have published, never before; and readers who keep somebody at a distance."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.committee.conftest import House
from tests.support.visitor import Visitor
from trianon.accounts.distance_models import Distance, DistanceKind
from trianon.accounts.models import AgeBand
from trianon.contributions import comment_services, person_services
from trianon.contributions import services as contributions
from trianon.contributions.models import Contribution
from trianon.core.clock import at, now
from trianon.core.errors import RuleViolation
from trianon.mail.models import OutboxMail
from trianon.notifications import following_services, spreading
from trianon.notifications.models import Notification

LONG = "Chez nous, trois bancs ont suffi pour que la place revive en un été."


def press(visitor: Visitor, path: str, page: str = "/account/") -> Any:
    """A button, with the mark of another form of the site."""
    mark = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', visitor.get(page).text)
    assert mark is not None
    return visitor.post(path, data={"csrf_token": mark[1]})


@pytest.mark.parametrize(
    ("state", "more", "status"),
    [
        ("nothing", {}, 404),
        ("waiting", {}, 404),
        ("withdrawn", {}, 404),
        ("published", {}, 200),
        ("reply", {}, 200),
        # Nobody under 18 has a page, whatever they publish.
        ("published", {"age_band": AgeBand.MINOR, "is_pseudonym": True}, 404),
    ],
)
def test_a_page_exists_from_the_first_accepted_text_on(
    client: Visitor, in_house: Callable[..., Any], state: str, more: dict[str, Any], status: int
) -> None:
    def prepare(house: House) -> int:
        person = house.person(name="Loutre des quais", **more)
        if state == "reply":
            other = house.contribution(house.person())
            contributions.publish(other, by=None)
            said = comment_services.reply(other, by=person, lang=other.source_lang, text=LONG)
            comment_services.publish_reply(said, by=None)
        elif state != "nothing":
            item = house.contribution(person, "Un abri pour les vélos")
            if state in {"published", "withdrawn"}:
                contributions.publish(item, by=None)
            if state == "withdrawn":
                contributions.withdraw(item, by=person)
        return int(person.id)

    number = in_house(prepare)
    answer = client.get(f"/people/{number}")
    assert answer.status_code == status
    assert ("Loutre des quais" in answer.text) == (status == 200)
    assert ("Un abri pour les vélos" in answer.text) == (state == "published" and status == 200)


def test_a_minor_is_named_and_leads_nowhere(client: Visitor, in_house: Callable[..., Any]) -> None:
    def prepare(house: House) -> tuple[int, int]:
        found = []
        for more in ({"age_band": AgeBand.MINOR, "is_pseudonym": True}, {}):
            item = house.contribution(house.person(name="Martin-pêcheur", **more), f"Un banc {len(more)}")
            contributions.publish(item, by=None)
            found.append(int(item.id))
        return found[0], found[1]

    young, adult = in_house(prepare)
    assert "Martin-pêcheur" in client.get(f"/contributions/{young}").text
    assert "/fr/people/" not in client.get(f"/contributions/{young}").text
    assert "/fr/people/" in client.get(f"/contributions/{adult}").text


def test_mute_folds_and_silences_and_is_undone(
    sign_in_as: Callable[..., Visitor], transaction: Any, in_house: Callable[..., Any]
) -> None:
    reader = sign_in_as()

    def prepare(house: House) -> tuple[int, int]:
        author = house.person(name="Voix forte")
        item = house.contribution(author)
        contributions.publish(item, by=None)
        own = house.contribution(house.session.get_one(type(author), reader.id), "Le mien")
        contributions.publish(own, by=None)
        said = comment_services.reply(own, by=author, lang=own.source_lang, text=LONG)
        comment_services.publish_reply(said, by=None)
        return int(item.id), int(author.id)

    text, author = in_house(prepare)
    with transaction() as session:
        assert len(session.scalars(sa.select(Notification).filter_by(kind="contributions.replied")).all()) == 1
    folded = "Texte d’une personne que vous tenez à distance"
    assert folded not in reader.get(f"/contributions/{text}").text
    assert reader.submit(f"/people/{author}", form=f"/{author}/mute").status_code == 303
    assert folded in reader.get(f"/contributions/{text}").text
    assert folded in reader.get("/contributions/").text
    # Whoever is muted can be blocked without being heard again first.
    assert reader.submit(f"/contributions/{text}", form=f"/{author}/block").status_code == 303
    assert "/block" not in reader.get(f"/contributions/{text}").text
    assert "Voix forte" in reader.get("/people/kept-at-a-distance").text
    with transaction() as session:
        # What stood in the inbox is gone, what comes later is not told.
        assert session.scalars(sa.select(Notification).filter_by(kind="contributions.replied")).all() == []
    assert reader.submit("/people/kept-at-a-distance", form="/let-near").status_code == 303
    assert folded not in reader.get(f"/contributions/{text}").text


def test_only_who_writes_in_public_can_be_found_by_number(sign_in_as: Callable[..., Visitor], transaction: Any) -> None:
    reader, hidden = sign_in_as(), sign_in_as(name="Jamais publiée")
    assert press(reader, f"/people/{hidden.id}/mute").status_code == 404
    assert press(reader, f"/people/{hidden.id}/let-near").status_code == 303
    assert "Jamais publiée" not in reader.get("/people/kept-at-a-distance").text


def test_whoever_is_blocked_cannot_answer(db_session: Any) -> None:
    house = House(db_session)
    author, loud, other = house.person(), house.person(), house.person()
    item = house.contribution(author)
    contributions.publish(item, by=None)
    person_services.keep_away(author, loud, DistanceKind.BLOCKED)
    with pytest.raises(RuleViolation, match="reply_not_wanted"):
        comment_services.reply(item, by=loud, lang=item.source_lang, text=LONG)
    # Nor a reply of theirs below somebody else's text.
    said = comment_services.reply(item, by=other, lang=item.source_lang, text=LONG)
    comment_services.publish_reply(said, by=None)
    person_services.keep_away(author, loud, DistanceKind.MUTED)
    person_services.keep_away(other, loud, DistanceKind.BLOCKED)
    comment_services.reply(item, by=loud, lang=item.source_lang, text="À vous.")
    with pytest.raises(RuleViolation, match="reply_not_wanted"):
        comment_services.reply(item, by=loud, lang=item.source_lang, text="À toi.", answers=said)
    with pytest.raises(RuleViolation, match="distance_from_oneself"):
        person_services.keep_away(loud, loud, DistanceKind.MUTED)


def test_nobody_is_told_of_a_reply_by_whom_they_mute(db_session: Any) -> None:
    house = House(db_session)
    author, loud = house.person(), house.person()
    item = house.contribution(author)
    contributions.publish(item, by=None)
    db_session.add(Distance(owner_id=author.id, other_id=loud.id, kind=DistanceKind.MUTED, since=now()))
    said = comment_services.reply(item, by=loud, lang=item.source_lang, text=LONG)
    comment_services.publish_reply(said, by=None)
    assert db_session.scalars(sa.select(Notification).filter_by(kind="contributions.replied")).all() == []
    assert db_session.scalars(sa.select(OutboxMail).filter_by(kind="contributions.replied")).all() == []


def test_a_reply_sent_before_a_block_is_read_by_the_committee_and_told_to_nobody_who_blocks(db_session: Any) -> None:
    """What is published is the committee's to say; whom it reaches, theirs whom it answers."""
    house = House(db_session)
    author, other, follower, loud = (house.person() for _ in range(4))
    item = house.contribution(author)
    contributions.publish(item, by=None)
    answered = comment_services.reply(item, by=other, lang=item.source_lang, text=LONG)
    comment_services.publish_reply(answered, by=None)
    for person in (author, other, follower):
        following_services.follow(person, "contribution", item.id)
    before = db_session.scalar(sa.select(sa.func.max(Notification.id))) or 0
    mailed = db_session.scalar(sa.select(sa.func.max(OutboxMail.id))) or 0
    said = comment_services.reply(item, by=loud, lang=item.source_lang, text="À vous deux.", answers=answered)
    for person in (author, other, follower):
        person_services.keep_away(person, loud, DistanceKind.BLOCKED)
    # Whoever is blocked can no longer change what waits.
    with pytest.raises(RuleViolation, match="reply_not_wanted"):
        comment_services.correct_reply(said, by=loud, shown_version=1, lang=item.source_lang, text="À vous trois.")
    comment_services.publish_reply(said, by=None)
    while spreading.spread_some():
        pass
    told = sa.select(Notification.kind).where(
        Notification.id > before, Notification.account_id.in_([author.id, other.id, follower.id])
    )
    assert db_session.scalars(told).all() == []
    assert db_session.scalars(sa.select(OutboxMail.kind).where(OutboxMail.id > mailed)).all() == []
    assert (said.state, item.replies) == ("published", 2)


def test_the_same_text_is_sent_once(db_session: Any) -> None:
    house = House(db_session)
    author, known = house.person(), house.person()
    new = house.person(confirmed_at=now() - timedelta(days=1))
    words = "Un banc à l’ombre, un autre au soleil, et une fontaine entre les deux."
    first = house.contribution(author, "Un banc", words)
    contributions.publish(first, by=None)
    # Other capitals, other signs, another title: the same text.
    again = words.upper().replace(",", " –")
    with at(now() + timedelta(hours=1)), pytest.raises(RuleViolation, match="same_text_twice"):
        house.contribution(author, "Encore un banc", again)
    with pytest.raises(RuleViolation, match="text_is_there"):
        house.contribution(new, "Un banc", again)
    # Two people who have been here for long may say the same; the committee sees it.
    house.contribution(known, "Un banc", again)
    # What was taken back may be sent again.
    contributions.withdraw(first, by=author)
    assert house.contribution(author, "Un banc", words).id != first.id


def test_the_same_long_reply_is_sent_once(db_session: Any) -> None:
    house = House(db_session)
    items = [house.contribution(house.person(), f"Banc {number}") for number in range(3)]
    for item in items:
        contributions.publish(item, by=None)
    loud = house.person()
    comment_services.reply(items[0], by=loud, lang=items[0].source_lang, text=LONG)
    with pytest.raises(RuleViolation, match="same_reply_twice"):
        comment_services.reply(items[1], by=loud, lang=items[1].source_lang, text=LONG.upper())
    for item in items:
        comment_services.reply(item, by=loud, lang=item.source_lang, text="Merci, c’est juste.")


def test_a_new_account_sends_less(db_session: Any) -> None:
    house = House(db_session)
    new = house.person(confirmed_at=now() - timedelta(days=6))
    for number in range(3):
        house.contribution(new, f"Texte {number}")
    with pytest.raises(RuleViolation, match="too_many_today") as refusal:
        house.contribution(new, "Un de trop")
    assert refusal.value.values == {"most": 3}
    with at(now() + timedelta(days=1, minutes=1)):
        # A week after the address was confirmed it is an account like any other.
        for number in range(4):
            house.contribution(new, f"Texte {number} d’un autre jour")


def test_links_of_somebody_new_wait_for_the_committee(
    sign_in_as: Callable[..., Visitor], in_house: Callable[..., Any], transaction: Any
) -> None:
    words = "Voyez [ce site](https://example.org/piege) et écrivez-moi, c’est tout pour aujourd’hui."

    def prepare(house: House) -> tuple[int, int]:
        item = house.contribution(house.person(), "Un lien", words)
        return int(item.id), int(house.case_of(item).id)

    number, case = in_house(prepare)
    member = sign_in_as("member")
    for page in (f"/contributions/{number}", f"/committee/cases/{case}"):
        text = member.get(page).text
        assert 'href="https://example.org/piege"' not in text
        assert "https://example.org/piege" in text
    assert "le texte contient des adresses" in member.get(f"/committee/cases/{case}").text
    with transaction() as session:
        contributions.publish(session.get_one(Contribution, number), by=None)
    assert 'href="https://example.org/piege"' in member.get(f"/contributions/{number}").text


def test_the_form_for_people_only(sign_in_as: Callable[..., Visitor]) -> None:
    author = sign_in_as()
    typed = {
        "kind": "question",
        "lang": "fr",
        "title": "Un banc ?",
        "text": "Faut-il un banc ou deux, devant la gare ?",
    }
    answer = author.submit("/contributions/write", {**typed, "website": "https://example.org"})
    assert answer.status_code == 422
    assert "Faut-il un banc ou deux" in answer.text
    # The first few of a network are believed; then whoever is faster than people is asked to press once more.
    statuses = []
    for number in range(7):
        changed = typed | {"title": f"Un banc, {number}", "text": f"Faut-il {number} bancs devant la gare, ou aucun ?"}
        answer = author.submit("/contributions/write", changed)
        statuses.append(answer.status_code)
    assert statuses[-1] == 422
    assert "Faut-il 6 bancs" in answer.text
