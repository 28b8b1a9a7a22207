"""From what happens to the inboxes and mails of those who follow it: once, and only what is true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from tests.committee.conftest import House
from tests.workshops.making import add_sub_theme, add_workshop
from trianon.accounts.distance_models import Distance, DistanceKind
from trianon.bilingual.lang import Lang
from trianon.contributions import comment_services, hiding
from trianon.contributions import services as contributions
from trianon.cooperations import services as cooperations
from trianon.cooperations.following import SUBJECT, filters_of, query_of
from trianon.core.clock import at, now
from trianon.core.errors import RuleViolation
from trianon.mail.models import OutboxMail
from trianon.mail.render import in_language, render
from trianon.notifications import digests, spreading
from trianon.notifications import following_services as following
from trianon.notifications.following_models import FollowedSearch, MailRhythm, News
from trianon.notifications.following_rules import MOST_FOLLOWED, Rhythm
from trianon.notifications.models import Notification
from trianon.notifications.searches import remove_unfollowed
from trianon.notifications.sentences import sentence_of
from trianon.workshops import services as workshops

pytestmark = pytest.mark.both_engines
DAY = timedelta(days=1)


@pytest.fixture
def sub_theme(db_session: Any) -> Any:
    """One to write on."""
    return add_sub_theme(db_session)


def spread(slice_size: int = 5000) -> None:
    while spreading.spread_some(slice_size):
        pass


def inbox(session: Any, person: Any) -> list[tuple[str, dict[str, Any]]]:
    rows = sa.select(Notification).filter_by(account_id=person.id).where(Notification.news_id.is_not(None))
    return [(row.kind, row.data) for row in session.scalars(rows.order_by(Notification.id))]


def published(house: House, sub_theme: Any, author: Any = None, title: str = "Un banc devant la gare") -> Any:
    item = house.contribution(author or house.person(), title, sub_theme=sub_theme)
    contributions.publish(item, by=None)
    return item


def mails(session: Any, person: Any) -> list[OutboxMail]:
    rows = sa.select(OutboxMail).filter_by(recipient_id=person.id, kind="follows.digest").order_by(OutboxMail.id)
    return list(session.scalars(rows))


def text_of(row: OutboxMail) -> str:
    made = render(row)
    if made is None:
        return ""
    part = made[0].get_body(("plain",))
    assert part is not None
    return f"{made[0]['Subject']}\n{part.get_content()}"


def test_a_text_reaches_those_who_follow_its_sub_theme(house: House, sub_theme: Any) -> None:
    anna, boris, author, judge = (house.person() for _ in range(4))
    for person in (anna, author, judge):
        following.follow(person, "sub_theme", sub_theme.id)
    item = house.contribution(author, sub_theme=sub_theme)
    contributions.publish(item, by=judge)
    spread()
    assert inbox(house.session, anna) == [("follows.contribution", {"contribution": item.id})]
    # Who does not follow it, who wrote it, who accepted it.
    assert [inbox(house.session, one) for one in (boris, author, judge)] == [[], [], []]


def test_once_however_many_ways_lead_there_and_however_often_it_is_spread(house: House, sub_theme: Any) -> None:
    people = sorted((house.person() for _ in range(5)), key=lambda person: person.id)
    workshop = add_workshop(house.session, sub_theme_id=sub_theme.id)
    for person in people:
        following.follow(person, "sub_theme", sub_theme.id)
        following.follow(person, "workshop", workshop.id)
        following.follow(person, "workshop", workshop.id)
    spread()
    item = house.contribution(house.person(), workshop=workshop)
    contributions.publish(item, by=None)
    # Two inboxes a slice; between two slices the worker is killed and reads its place again.
    assert spreading.spread_some(2)
    house.session.flush()
    assert [len(inbox(house.session, one)) for one in people] == [1, 1, 0, 0, 0]
    spread(2)
    assert [len(inbox(house.session, one)) for one in people] == [1] * 5
    # A worker that has forgotten where it was tells nobody twice.
    house.session.execute(sa.update(News).values(spread_to=0, spread_at=None))
    spread(2)
    assert [len(inbox(house.session, one)) for one in people] == [1] * 5


def test_what_happened_before_one_followed_is_no_news(house: House, sub_theme: Any) -> None:
    anna = house.person()
    published(house, sub_theme)
    with at(now() + DAY):
        following.follow(anna, "sub_theme", sub_theme.id)
        spread()
    assert inbox(house.session, anna) == []


def test_people_kept_at_a_distance_bring_nothing(house: House, sub_theme: Any) -> None:
    anna, loud = house.person(), house.person()
    following.follow(anna, "sub_theme", sub_theme.id)
    house.session.add(Distance(owner_id=anna.id, other_id=loud.id, kind=DistanceKind.MUTED, since=now()))
    published(house, sub_theme, loud)
    spread()
    assert inbox(house.session, anna) == []


def test_a_contribution_its_new_version_its_translation_and_its_replies(house: House, sub_theme: Any) -> None:
    french, russian, author = house.person(), house.person(side="russia"), house.person()
    item = published(house, sub_theme, author)
    for person in (french, russian):
        following.follow(person, "contribution", item.id)
    reply = comment_services.reply(item, by=house.person(), lang=item.source_lang, text="Et un banc sur le quai ?")
    comment_services.publish_reply(reply, by=None)
    contributions.add_translation(
        item, title="Скамейка", text="Скамейка у вокзала. " * 3, translator=house.person(), reviewer=house.person()
    )
    words = {
        "lang": item.source_lang,
        "kind": item.kind,
        "title": "Un banc, corrigé",
        "text": "Un banc à l’ombre. " * 3,
    }
    contributions.correct(item, by=author, shown_version=1, **words)
    contributions.publish(item, by=None)
    spread()
    kinds = [kind for kind, _data in inbox(house.session, french)]
    assert kinds == ["follows.reply", "follows.contribution_changed"]
    # Only who reads Russian is told of a Russian translation.
    kinds = [kind for kind, _data in inbox(house.session, russian)]
    assert kinds == ["follows.reply", "follows.contribution_translated", "follows.contribution_changed"]


def test_a_workshop_from_its_announcement_to_its_end(house: House, sub_theme: Any) -> None:
    anna, host = house.person(), house.person("host")
    following.follow(anna, "sub_theme", sub_theme.id)
    workshop = add_workshop(house.session, is_open=False, sub_theme_id=sub_theme.id, host_id=host.id)
    following.follow(anna, "workshop", workshop.id)
    workshops.open_registration(workshop.id, by=host)
    workshops.cancel(workshop.id, by=host)
    spread()
    found = inbox(house.session, anna)
    told = [kind.removeprefix("follows.") for kind, _data in found]
    assert told == ["workshop_announced", "registration_opened", "workshop_cancelled"]
    # Nobody is sent to register for what was cancelled.
    with in_language(Lang.FR):
        assert [sentence_of(kind, data) is not None for kind, data in found] == [False, False, True]
    assert inbox(house.session, host) == []


def test_a_search_finds_what_comes_into_the_directory_later(house: House) -> None:
    anna, boris = house.person(), house.person()
    for person, query in ((anna, "domain=culture&q=chorales"), (boris, "domain=sante")):
        search = FollowedSearch(query=query)
        house.session.add(search)
        house.session.flush()
        following.follow(person, SUBJECT, search.id)
    item = house.cooperation(house.person())
    cooperations.publish(item, by=None)
    spread()
    assert inbox(house.session, anna) == [("follows.cooperation", {"cooperation": item.id})]
    assert inbox(house.session, boris) == []
    # What is corrected later is the same record.
    following.unfollow(boris, SUBJECT, search.id)
    remove_unfollowed()
    assert list(house.session.scalars(sa.select(FollowedSearch.query))) == ["domain=culture&q=chorales"]


@pytest.mark.parametrize("query", ["", "domain=culture", "domain=culture&q=ch%C5%93urs", "q=%D1%85%D0%BE%D1%80"])
def test_a_search_is_kept_as_its_address(query: str) -> None:
    assert query_of(filters_of(query)) == query
    assert query_of(filters_of(f"sort=date&state=draft&{query}")) == query


def test_as_many_as_somebody_can_read(house: House) -> None:
    anna = house.person()
    for number in range(1, MOST_FOLLOWED + 1):
        following.follow(anna, "organisation", number)
    with pytest.raises(RuleViolation, match="follows_too_much"):
        following.follow(anna, "organisation", MOST_FOLLOWED + 1)


def test_one_mail_a_morning_however_often_the_worker_begins(house: House, sub_theme: Any) -> None:
    anna = house.person()
    following.follow(anna, "sub_theme", sub_theme.id)
    published(house, sub_theme, title="Un banc devant la gare")
    published(house, sub_theme, title="Un abri pour les vélos")
    spread()
    assert digests.post_digests() == 0
    with at(now() + DAY):
        assert [digests.post_digests() for _ in range(3)] == [1, 0, 0]
        # Nothing new, no mail.
        with at(now() + DAY):
            assert digests.post_digests() == 0
    # A worker that has forgotten what it posted posts it again, and the row is there already.
    house.session.execute(sa.update(MailRhythm).values(told_to=0, due_at=now()))
    digests.post_digests()
    (row,) = mails(house.session, anna)
    text = text_of(row)
    assert "2 nouveautés dans ce que vous suivez" in text
    assert "Un banc devant la gare" in text
    assert "Un abri pour les vélos" in text


def test_mail_at_once_and_never(house: House, sub_theme: Any) -> None:
    anna, boris = house.person(side="russia"), house.person()
    for person, rhythm in ((anna, Rhythm.AT_ONCE), (boris, Rhythm.NEVER)):
        following.follow(person, "sub_theme", sub_theme.id)
        following.choose_rhythm(person, rhythm)
    digests.post_digests()
    published(house, sub_theme)
    spread()
    digests.post_digests()
    assert mails(house.session, boris) == []
    (row,) = mails(house.session, anna)
    text = text_of(row)
    # One piece of news is its own subject, in the reader's language, with the title as it was written.
    assert text.startswith("Новый текст: Un banc devant la gare")
    made = render(row)
    assert made is not None
    assert made[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/ru/account/following/mails/" in made[0]["List-Unsubscribe"]


def test_the_mail_says_what_is_true_when_it_is_sent(house: House, sub_theme: Any) -> None:
    anna, author, loud = house.person(), house.person(), house.person()
    following.follow(anna, "sub_theme", sub_theme.id)
    titles = ["Retirée", "Masquée", "Lue", "D’une personne importune", "Restée"]
    items = [published(house, sub_theme, loud if "importune" in title else author, title) for title in titles]
    spread()
    with at(now() + DAY):
        digests.post_digests()
    (row,) = mails(house.session, anna)
    assert [title for title in titles if title in text_of(row)] == titles
    contributions.withdraw(items[0], by=author)
    hiding.hold(items[1], by=None)
    read = sa.select(Notification).filter_by(account_id=anna.id).order_by(Notification.id)
    house.session.scalars(read).all()[2].read_at = now()
    house.session.add(Distance(owner_id=anna.id, other_id=loud.id, kind=DistanceKind.MUTED, since=now()))
    house.session.flush()
    assert [title for title in titles if title in text_of(row)] == ["Restée"]
    following.unfollow(anna, "sub_theme", sub_theme.id)
    house.session.flush()
    # Nothing left to say: dropped, not sent empty.
    assert render(row) is None


@pytest.mark.parametrize("rhythm", [None, *Rhythm])
def test_replies_come_as_often_as_somebody_has_chosen(house: House, sub_theme: Any, rhythm: Rhythm | None) -> None:
    """By themselves to whoever has chosen nothing; the link in each mail ends them, too."""
    anna, session = house.person(), house.session
    item = published(house, sub_theme, anna)

    def replied(words: str) -> list[str]:
        said = comment_services.reply(item, by=house.person(), lang=Lang.FR, text=words)
        comment_services.publish_reply(said, by=None)
        digests.post_digests()
        rows = sa.select(OutboxMail).filter_by(recipient_id=anna.id, kind="contributions.replied")
        return [text_of(row) for row in session.scalars(rows)]

    (first,) = replied("Le banc devant la mairie est déjà pris.")
    assert "/fr/account/following/mails/" in first
    if rhythm is not None:
        following.choose_rhythm(anna, rhythm)
    assert len(replied("Et celui de la gare, qui le repeint ?")) == (2 if rhythm is None else 1)
    assert len(mails(session, anna)) == (rhythm is Rhythm.AT_ONCE)
    with at(now() + 8 * DAY):
        digests.post_digests()
    made = [text_of(row) for row in mails(session, anna)]
    assert [text.count("/contributions/replies/") for text in made] == ([] if rhythm in {None, Rhythm.NEVER} else [1])
    following.choose_rhythm(anna, Rhythm.NEVER)
    session.flush()
    waiting = session.scalars(sa.select(OutboxMail).filter_by(kind="contributions.replied"))
    assert {text_of(row) for row in waiting} == {""}


def test_whoever_ended_the_mails_gets_none_that_waits(house: House, sub_theme: Any) -> None:
    anna = house.person()
    following.follow(anna, "sub_theme", sub_theme.id)
    published(house, sub_theme)
    spread()
    with at(now() + DAY):
        digests.post_digests()
    (row,) = mails(house.session, anna)
    following.choose_rhythm(anna, Rhythm.NEVER)
    house.session.flush()
    assert render(row) is None


def test_another_clock_is_another_morning(house: House) -> None:
    from trianon.accounts.services import set_preferences

    anna = house.person()
    following.follow(anna, "organisation", 1)
    set_preferences(anna, lang=anna.lang, time_zone="Asia/Vladivostok")
    due = house.session.get_one(MailRhythm, anna.id).due_at
    assert due is not None
    assert due.astimezone(ZoneInfo("Asia/Vladivostok")).hour == 8
