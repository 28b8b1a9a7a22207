"""Readers' reports: they open a review, move it forward, hide nothing, and are answered; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa

from tests.committee.test_removals import ask, published, told

both_engines = pytest.mark.both_engines
WHY = "Ce passage nomme une personne et donne son adresse."


def said(item: Any, category: str = "personal_data", network: str = "192.0.2.1", **more: Any) -> Any:
    from trianon.committee.flags import Said
    from trianon.committee.hiding import public_number
    from trianon.committee.rules import Reason

    values = {"words": WHY, "network": network} | more
    return Said(type(item).__name__.lower(), item.id, public_number(item), Reason(category), **values)


def report(item: Any, by: Any, **more: Any) -> Any:
    from trianon.committee import flags

    return flags.report(said(item, **more), by=by)


def notice(item: Any, address: str = "anna@example.org", **more: Any) -> Any:
    from trianon.bilingual.lang import Lang
    from trianon.committee import flags

    given = said(item, category="unlawful", **more)
    return flags.give_notice(given, name="Анна", address=address, reader_lang=Lang.RU)


def case_of(flag: Any) -> Any:
    from trianon.committee.queries import case_about

    return case_about("removal", flag.removal_id, flag.version)


class TestWeight:
    """Charter, "Readers' reports": the weight of many."""

    @staticmethod
    def forward(*sides: str | None, network: str = "", unlawful: bool = False) -> float:
        """In hours, for reports of these sides, each from a network of its own unless one is named."""
        from trianon.committee.flag_rules import Raised, moved_forward
        from trianon.core.sides import Side

        raised = [
            Raised(Side(side) if side else None, network or str(place), unlawful) for place, side in enumerate(sides)
        ]
        return moved_forward(raised) / timedelta(hours=1)

    @pytest.mark.parametrize(
        ("rule", "sides", "hours"),
        [
            ("nobody: nothing", (), 0),
            ("the first voice of a side: half of what a side can do", ("france",), 24),
            ("each further one: half of the one before", ("france", "france"), 36),
            ("a crowd never reaches the whole", ("france",) * 40, 48),
            ("one of each side outweighs any crowd of one", ("france", "russia"), 48),
            ("whoever belongs to neither side has one share together", ("other", None), 36),
        ],
    )
    def test_by_the_table(self, rule: str, sides: tuple[str | None, ...], hours: float) -> None:
        assert self.forward(*sides) == pytest.approx(hours, abs=1e-6), rule

    def test_the_two_sides_weigh_the_same(self) -> None:
        for count in range(8):
            for other in range(8):
                one = self.forward(*["france"] * count, *["russia"] * other)
                assert one == self.forward(*["russia"] * count, *["france"] * other)

    def test_more_voices_never_weigh_less_and_ever_less_more(self) -> None:
        steps = [self.forward(*["russia"] * (count + 1)) - self.forward(*["russia"] * count) for count in range(20)]
        assert all(0 < later < earlier for earlier, later in pairwise(steps))

    def test_a_thousand_from_one_network_are_one_voice(self) -> None:
        assert self.forward(*["france", "russia", "other", None] * 250, network="one") == self.forward("france")

    def test_what_is_against_the_law_comes_first(self) -> None:
        everybody = ("france", "russia", "other") * 100
        assert self.forward("france", unlawful=True) > 96 - 1e-9
        assert self.forward(*everybody, unlawful=True) - self.forward(*everybody) == 72


@both_engines
def test_a_report_opens_a_review_and_hides_nothing(house: Any) -> None:
    item = published(house)
    flag = report(item, house.person(side="russia"))
    case = case_of(flag)
    assert (item.state, case.state, case.matter, case.reports) == ("published", "open", "removal", 1)
    assert case.opened_at - case.ranked_at == timedelta(hours=24)


@both_engines
def test_one_voice_keeps_it_and_the_reader_is_told(house: Any) -> None:
    item, reader = published(house), house.person(side="russia")
    flag = report(item, reader)
    house.voice(case_of(flag), house.person("member"), "accept")
    assert (item.state, flag.outcome) == ("published", "kept")
    assert told(house.session, "committee.flag_settled") == [reader.id]


def test_removing_takes_both_sides_as_ever(house: Any) -> None:
    item, reader = published(house), house.person()
    flag = report(item, reader)
    case = ask(item, house.person("member", "russia"))
    assert (case, item.state) == (case_of(flag), "published")
    house.voice(case, house.person("member"), "refuse")
    assert (item.state, flag.outcome) == ("removed", "removed")
    assert told(house.session, "committee.flag_settled") == [reader.id]


def test_an_upheld_appeal_tells_the_reader_too(house: Any) -> None:
    from tests.committee.test_appeals import case_against, contest

    item, reader = published(house), house.person()
    flag = report(item, reader)
    case = case_of(flag)
    for side in ("france", "russia"):
        house.voice(case, house.person("member", side), "refuse")
    answer = case_against(contest(case, item.author))
    for side in ("france", "russia"):
        house.voice(answer, house.person("member", side), "accept")
    assert item.state == "published"
    assert told(house.session, "committee.flag_restored") == [reader.id]


def test_a_text_taken_back_ends_the_review_and_tells_the_reader(house: Any) -> None:
    from trianon.contributions import services

    item = published(house)
    flag = report(item, house.person())
    services.withdraw(item, by=item.author)
    assert (flag.outcome, case_of(flag).state) == ("gone", "closed")


@both_engines
def test_one_report_a_person_changed_and_withdrawn(house: Any) -> None:
    from trianon.committee import flags
    from trianon.committee.flag_models import Flag

    item, reader = published(house), house.person()
    first = report(item, reader)
    second = report(item, reader, category="attack", words="Ces mots attaquent quelqu’un.")
    assert (first, second.category, case_of(first).reports) == (second, "attack", 1)
    case = case_of(first)
    flags.withdraw(first, by=reader)
    assert house.session.scalar(sa.select(sa.func.count(Flag.id))) == 0
    assert (case.ranked_at, case.reports) == (case.opened_at, 1)


def test_what_was_examined_is_not_examined_again_for_the_same_reason(house: Any) -> None:
    from trianon.core.errors import RuleViolation

    item = published(house)
    house.voice(case_of(report(item, house.person())), house.person("member"), "accept")
    with pytest.raises(RuleViolation, match="already_examined"):
        report(item, house.person(side="russia"))
    assert case_of(report(item, house.person(), category="unlawful")).state == "open"


def test_nobody_reports_their_own_text(house: Any) -> None:
    from trianon.core.errors import RuleViolation

    item = published(house)
    with pytest.raises(RuleViolation, match="own_report"):
        report(item, item.author)


def test_another_version_is_public_by_now(house: Any) -> None:
    from trianon.committee import flags
    from trianon.core.errors import StaleForm

    item = published(house)
    with pytest.raises(StaleForm):
        flags.report(replace(said(item), shown_version=2), by=house.person())


@both_engines
def test_a_notice_counts_once_its_address_is_confirmed(house: Any) -> None:
    from trianon.committee import flag_links, flags
    from trianon.mail.models import OutboxMail

    item = published(house)
    flag = notice(item)
    assert flag.removal_id is None
    assert notice(item) is None, "a double click is one notice"
    flags.confirm(flag_links.signed(flag.id))
    flags.confirm(flag_links.signed(flag.id))
    case = case_of(flag)
    assert (case.reports, case.opened_at - case.ranked_at) == (1, timedelta(hours=96))
    house.voice(case, house.person("member"), "accept")
    mails = house.session.execute(sa.select(OutboxMail.kind, OutboxMail.lang).filter_by(address="anna@example.org"))
    assert [tuple(row) for row in mails] == [("committee.flag_confirm", "ru"), ("committee.flag_settled", "ru")]


def test_an_unconfirmed_notice_is_gone_after_two_days(house: Any) -> None:
    from trianon.committee.flag_handlers import remove_old
    from trianon.committee.flag_models import Flag
    from trianon.core.clock import at, now

    flag = notice(published(house))
    number, made = flag.id, flag.made_at
    for after, left in ((47, True), (49, False)):
        house.session.commit()
        with at(made + timedelta(hours=after)):
            assert now() > made
            remove_old()
        assert (house.session.get(Flag, number) is not None) is left


@both_engines
@pytest.mark.parametrize("kind", ["comment", "organisation"])
def test_replies_and_organisations_are_hidden_shown_again_and_removed(house: Any, kind: str) -> None:
    from tests.support.truth import faults
    from trianon.contributions import comment_services

    if kind == "comment":
        text = published(house)
        item = comment_services.reply(text, by=house.person(), lang=text.source_lang, text="Et à l’ombre ?")
    else:
        item = house.organisation(house.person())
    house.voice(house.case_of(item), house.person("member"), "accept")
    flag = report(item, house.person(side="russia"))
    case = _ask(item, house.person("member"), hold=True)
    assert (item.state, case) == ("on_hold", case_of(flag))
    house.voice(case, house.person("member", "russia"), "accept")
    assert (item.state, case.state) == ("published", "open"), "the other side says that it stays: shown again, disputed"
    for side in ("france", "russia"):
        house.voice(case, house.person("co_president", side), "refuse")
    assert (item.state, flag.outcome) == ("removed", "removed")
    assert not faults(house.session)


def _ask(item: Any, by: Any, *, hold: bool) -> Any:
    from trianon.bilingual.lang import Lang
    from trianon.committee import hiding, removals
    from trianon.committee.rules import Reason

    return removals.ask(
        type(item).__name__.lower(),
        item.id,
        by=by,
        reasons=[Reason.PERSONAL_DATA],
        note=WHY,
        note_lang=Lang.FR,
        shown_version=hiding.public_number(item),
        hold=hold,
    )


def test_the_statement_says_that_it_came_from_a_report(house: Any) -> None:
    item = published(house)
    case = case_of(report(item, house.person()))
    assert said_of(case, "fr") == "un signalement, que le Comité a examiné"
    other = published(house)
    asked = ask(other, house.person("member"))
    assert said_of(asked, "ru") == "предложил член Совета; жалоб читателей не было"
    report(other, house.person())
    assert said_of(asked, "ru") == "предложил член Совета; читатели тоже жаловались"


def said_of(case: Any, lang: str) -> str:
    from flask import current_app
    from flask_babel import force_locale

    from trianon.committee.statement import origin_of

    with current_app.test_request_context(f"/{lang}/"), force_locale(lang):
        return origin_of(case)


class TestPages:
    """What readers see; the real forms."""

    def test_with_an_account(self, sign_in_as: Any, in_house: Any) -> None:
        from trianon.bilingual.lang import Lang

        number = in_house(lambda house: published(house).id)
        reader = sign_in_as(side="russia", lang=Lang.RU)
        path = f"/committee/report/contribution/{number}"
        assert reader.submit(path, form="flag-form").status_code == 422
        done = reader.submit(path, {"category": "attack", "words": "Здесь нападают на человека."}, follow=True)
        assert "Здесь нападают на человека." in done.text
        assert "на рассмотрении обеих сторон" in done.text
        assert "Здесь нападают на человека." in reader.get(path).text, "to be changed"

    def test_without_an_account(self, app: Any, in_house: Any, visitors: Any) -> None:
        from trianon.accounts import attempts
        from trianon.accounts.attempts import Try
        from trianon.committee.flag_views import OF_NETWORK
        from trianon.core.database import db

        number = in_house(lambda house: published(house).id)
        reader, path = visitors("fr"), f"/committee/report/contribution/{number}"
        assert 'name="category"' not in reader.get(path).text
        values = {"words": WHY, "name": "Anne", "email": "Anne@Example.org", "in_good_faith": "y"}
        assert reader.submit(path, values | {"email": "anne"}, form="flag-form").status_code == 422
        assert reader.submit(path, values, form="flag-form").status_code == 303
        with app.app_context():
            for _one in range(10):
                attempts.count(Try("flag.network", "127.0.0.1", OF_NETWORK))
            db.session.commit()
        again = reader.submit(path, values, form="flag-form")
        assert again.status_code == 429
        assert "nomme une personne" in again.text, "nothing typed is lost"

    def test_what_is_not_public_cannot_be_reported(self, in_house: Any, client: Any) -> None:
        number = in_house(lambda house: house.contribution(house.person()).id)
        assert client.get(f"/fr/committee/report/contribution/{number}").status_code == 404
        assert client.get("/fr/committee/report/contribution/99999999999").status_code == 404
