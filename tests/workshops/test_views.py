"""The pages of workshops, as people of each kind see them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa
from icalendar import Calendar
from sqlalchemy import event

from tests.support.forms import forms_of
from tests.support.people import PASSWORD, add_person
from tests.support.spaces import with_plain_spaces
from tests.support.visitor import Visitor
from tests.workshops.making import add_sub_theme, add_workshop, move_into_past
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.core.database import db
from trianon.mail.models import OutboxMail
from trianon.workshops import questions, services
from trianon.workshops.models import Registration, Workshop
from trianon.workshops.room_models import Question
from trianon.workshops.room_rules import MOST_QUESTIONS

Begin = Callable[[], AbstractContextManager[Any]]
Visitors = Callable[..., Visitor]

# What a host types for a new workshop, in two languages.
TYPED: dict[str, str | list[str]] = {
    "title_fr": "La rue aux enfants",
    "title_ru": "Улица для детей",
    "purpose_fr": "Comparer deux rues sans voitures.",
    "purpose_ru": "Сравнить две улицы без машин.",
    "programme_fr": "",
    "programme_ru": "",
    "speakers_fr": "",
    "speakers_ru": "",
    "day": "2031-05-15",
    "hour": "18:30",
    "zone": "Europe/Moscow",
    "minutes": "75",
    "languages": ["fr", "ru"],
    "capacity": "12",
    "opens_at": "",
    "closes_at": "",
    "meeting_link": "https://meet.example.org/secret-room",
}


def made(transaction: Begin, **more: Any) -> int:
    """A workshop in the programme; its number."""
    with transaction() as session:
        return add_workshop(session, **more).id


def signed_in(
    transaction: Begin, visitors: Visitors, lang: str = "fr", role: str | None = None, **more: Any
) -> Visitor:
    """Somebody with an account who has signed in by the form."""
    with transaction() as session:
        email = add_person(session, role, **more).email
    visitor = visitors(lang)
    visitor.enter(email)
    return visitor


def the_host(transaction: Begin, visitors: Visitors, workshop_id: int, lang: str = "fr") -> Visitor:
    """The host of a workshop, signed in."""
    with transaction() as session:
        email = session.get(Workshop, workshop_id).host.email
    visitor = visitors(lang)
    visitor.enter(email)
    return visitor


def taken(transaction: Begin, workshop_id: int) -> tuple[int, int]:
    """Seats taken and people waiting."""
    with transaction() as session:
        workshop = session.get(Workshop, workshop_id)
        return workshop.taken, workshop.waiting


# ---------------------------------------------------------------- the programme


def test_the_programme_in_both_languages(transaction: Begin, visitors: Visitors) -> None:
    made(transaction)
    french, russian = visitors("fr").get("/workshops/").text, visitors("ru").get("/workshops/").text
    assert "Le tramway revient" in french
    assert "2 places libres" in french
    assert "Inscriptions ouvertes" in french
    assert "français, russe, avec interprétation" in french
    assert "Трамвай возвращается" in russian
    assert "Свободных мест: 2" in russian
    assert "русский, французский, с устным переводом" in with_plain_spaces(russian)
    for page in (french, russian):
        assert page.count("clocks__line") >= 2
        assert "secret-room" not in page


def test_filter_search_and_past(transaction: Begin, client: Visitor) -> None:
    with transaction() as session:
        theme = add_sub_theme(session, "water")
        add_workshop(session, sub_theme_id=theme.id)
        past = add_workshop(session)
        move_into_past(session, past)
    title = "Le tramway revient"
    assert client.get("/workshops/").text.count(title) == 1
    assert client.get("/workshops/?past=1").text.count(title) == 1
    assert client.get("/workshops/?sub_theme=water").text.count(title) == 1
    assert client.get("/workshops/?sub_theme=water&past=1").text.count(title) == 0
    assert client.get("/workshops/?q=tramways").text.count(title) == 1
    assert "Aucun atelier trouvé" in client.get("/workshops/?q=fusées").text
    assert client.get("/workshops/?page=nonsense&sub_theme=%00&q=%00").status_code == 200


def test_an_empty_programme_says_so(client: Visitor) -> None:
    assert "Le programme est en préparation." in client.get("/workshops/").text


def test_statements_do_not_grow_with_the_list(app: Any, transaction: Begin, client: Visitor) -> None:
    def statements(path: str) -> int:
        seen: list[str] = []
        with app.app_context():
            engine = db.engine

        def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if statement.lstrip().upper().startswith("SELECT"):
                seen.append(statement)

        event.listen(engine, "before_cursor_execute", count)
        try:
            assert client.get(path).status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    number = made(transaction)
    few = statements("/workshops/")
    for _ in range(5):
        made(transaction)
    assert statements("/workshops/") == few <= 4
    assert statements(f"/workshops/{number}") <= 5


@pytest.mark.both_engines
def test_a_registration_costs_few_statements(app: Any, transaction: Begin, visitors: Visitors) -> None:
    """The session with its account, the lock, the registration; then counters, journal and mail: one on PostgreSQL."""
    number = made(transaction)
    person = signed_in(transaction, visitors)
    form = next(one for one in forms_of(person.get(f"/workshops/{number}").text) if one.action.endswith("/register"))
    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert person.post(f"/workshops/{number}/register", data=form.filled({})).status_code == 303
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) <= (4 if engine.dialect.name == "postgresql" else 6), seen
    assert taken(transaction, number) == (1, 0)


# ---------------------------------------------------------------- one workshop


def test_the_page_of_a_workshop(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    page = visitors("ru").get(f"/workshops/{number}").text
    for words in ("Трамвай возвращается", "Сравнить две линии.", "Свободных мест: 2 из 2", "Записаться", "Person"):
        assert words in page
    assert "<li>Фотографии</li>" in page
    assert "secret-room" not in page
    assert f"/ru/account/sign-in?next=/ru/workshops/{number}" in page
    assert f'href="/ru/workshops/{number}/calendar.ics"' in page


@pytest.mark.parametrize("path", ["/workshops/999", "/workshops/99999999999999", "/workshops/999/calendar.ics"])
def test_what_does_not_exist_is_404(client: Visitor, path: str) -> None:
    assert client.get(path).status_code == 404


def test_register_and_leave(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    visitor = signed_in(transaction, visitors)
    page = f"/workshops/{number}"
    answer = visitor.submit(page, form="/register")
    assert answer.headers["Location"] == f"/fr{page}#standing"
    answer = visitor.get(page)
    assert answer.status_code == 200
    assert answer.text.count("Votre inscription est confirmée.") == 1
    assert answer.text.count('id="standing"') == 1
    assert "calendar.ics" in answer.text
    assert taken(transaction, number) == (1, 0)
    answer = visitor.submit(page, form="/leave", follow=True)
    assert "Votre place est libérée." in answer.text
    assert taken(transaction, number) == (0, 0)


def test_a_question_is_in_its_own_language_and_costs_nobody_a_seat(
    transaction: Begin, visitors: Visitors, sign_in_as: Callable[..., Visitor]
) -> None:
    number = made(transaction)
    page = f"/workshops/{number}"
    signed_in(transaction, visitors).submit(page, {"question": "Сколько стоит километр?"}, form="/register")
    other = sign_in_as()
    with transaction() as session:
        assert [one.lang for one in session.scalars(sa.select(Question))] == [Lang.RU]
        for n in range(MOST_QUESTIONS):
            questions.ask(session.get(Workshop, number), f"Question {n}", Lang.FR, by=session.get(Account, other.id))
    answer = other.submit(page, {"question": "Encore une", "needs": "Des sous-titres"}, form="/register")
    # To the top of the page, where the refusal stands.
    assert answer.headers["Location"] == f"/fr{page}"
    answer = other.get(page)
    assert "Votre inscription est confirmée." in answer.text
    assert "Votre question n’a pas été transmise." in answer.text
    assert taken(transaction, number) == (2, 0)
    with transaction() as session:
        assert session.scalars(sa.select(Question.text).filter_by(text="Encore une")).all() == []
        assert session.scalars(sa.select(Registration.needs).order_by(Registration.id)).all() == ["", "Des sous-titres"]


def test_an_old_button_to_leave_does_nothing_after_the_end(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    visitor = signed_in(transaction, visitors, "ru")
    page = f"/workshops/{number}"
    visitor.submit(page, form="/register")
    (form,) = (form for form in forms_of(visitor.get(page).text) if form.action.endswith("/leave"))
    with transaction() as session:
        move_into_past(session, session.get(Workshop, number))
    answer = visitor.post(f"{page}/leave", data=form.filled({}))
    assert answer.status_code == 409
    assert "отменить вашу запись уже нельзя" in with_plain_spaces(answer.text)
    assert taken(transaction, number) == (1, 0)


def test_the_waiting_list_says_the_rank(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction, capacity=1)
    first = signed_in(transaction, visitors)
    first.submit(f"/workshops/{number}", form="/register")
    for _ in range(2):
        last = signed_in(transaction, visitors, "ru")
        answer = last.submit(f"/workshops/{number}", form="/register", follow=True)
    assert "Ваш номер в листе ожидания французской стороны: 2" in with_plain_spaces(answer.text)
    assert "В листе ожидания: 2" in with_plain_spaces(answer.text)
    first.submit(f"/workshops/{number}", form="/leave")
    page = with_plain_spaces(last.get(f"/workshops/{number}").text)
    assert "Ваш номер в листе ожидания французской стороны: 1" in page
    assert taken(transaction, number) == (1, 1)


def test_a_double_click_is_answered_calmly(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    visitor = signed_in(transaction, visitors)
    page = visitor.get(f"/workshops/{number}")
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    for _ in range(2):
        answer = visitor.post(f"/workshops/{number}/register", data={"csrf_token": token}, follow_redirects=True)
    assert answer.status_code == 200
    assert "Votre inscription est déjà enregistrée." in answer.text
    assert taken(transaction, number) == (1, 0)


def test_a_visitor_is_sent_to_sign_in(transaction: Begin, client: Visitor) -> None:
    number = made(transaction)
    (form,) = (form for form in forms_of(client.get("/account/sign-in").text) if "password" in form.names)
    token = dict(form.values)["csrf_token"]
    answer = client.post(f"/workshops/{number}/register", data={"csrf_token": token})
    assert answer.status_code == 302
    assert "/fr/account/sign-in" in answer.headers["Location"]
    assert taken(transaction, number) == (0, 0)


def test_signing_in_leads_back_to_the_workshop(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    with transaction() as session:
        email = add_person(session).email
    visitor = visitors("ru")
    sign_in = f"/account/sign-in?next=/ru/workshops/{number}"
    assert visitor.get(f"/workshops/{number}").text.count(f'href="/ru{sign_in}"') == 1
    answer = visitor.submit(sign_in, {"email": email, "password": PASSWORD}, follow=True)
    assert "Трамвай возвращается" in answer.text
    assert "Вы записаны." in visitor.submit(f"/workshops/{number}", form="/register", follow=True).text


def test_an_address_must_be_confirmed_first(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    visitor = signed_in(transaction, visitors, confirmed_at=None)
    answer = visitor.submit(f"/workshops/{number}", form="/register")
    assert answer.status_code == 302
    assert taken(transaction, number) == (0, 0)


def test_registration_closed_while_the_page_was_open(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    visitor = signed_in(transaction, visitors)
    token = visitor.get(f"/workshops/{number}").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    with transaction() as session:
        workshop = session.get(Workshop, number)
        services.cancel(number, by=workshop.host)
    answer = visitor.post(f"/workshops/{number}/register", data={"csrf_token": token})
    assert answer.status_code == 409
    assert "Cet atelier est annulé." in answer.text


@pytest.mark.parametrize(("days", "words"), [(3, "A eu lieu"), (None, "Annulé")])
def test_over_and_cancelled_offer_nothing(transaction: Begin, client: Visitor, days: int | None, words: str) -> None:
    number = made(transaction)
    with transaction() as session:
        workshop = session.get(Workshop, number)
        if days:
            move_into_past(session, workshop, days)
        else:
            services.cancel(number, by=workshop.host)
    page = client.get(f"/workshops/{number}").text
    assert words in page
    assert "S’inscrire" not in page


def test_the_calendar_file_is_public_and_has_no_link_of_the_meeting(transaction: Begin, client: Visitor) -> None:
    number = made(transaction)
    answer = client.get(f"/workshops/{number}/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    calendar = Calendar.from_ical(answer.data)
    (item,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert item["UID"] == f"workshop-{number}@example.org"
    assert "ATTENDEE" not in item
    assert "SEQUENCE" not in item
    assert b"secret-room" not in answer.data


# ---------------------------------------------------------------- hosts


def test_a_host_plans_a_workshop(transaction: Begin, visitors: Visitors) -> None:
    with transaction() as session:
        theme = add_sub_theme(session)
        theme_id = str(theme.id)
    host = signed_in(transaction, visitors, "ru", "host", side="russia")
    answer = host.submit("/workshops/new", TYPED | {"sub_theme": theme_id}, follow=True)
    assert "Онлайн-семинар включён в программу." in with_plain_spaces(answer.text)
    assert "Улица для детей" in answer.text
    with transaction() as session:
        workshop = session.scalars(sa.select(Workshop)).one()
        assert workshop.starts_at.isoformat() == "2031-05-15T15:30:00+00:00"
        assert (workshop.minutes, workshop.capacity, workshop.interpretation) == (75, 12, False)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title_ru": ""}, "Indiquez le titre en russe."),
        ({"title_ru": "Ё" * 201}, "200 caractères au plus."),
        ({"purpose_fr": " "}, "Indiquez l’objet en français."),
        ({"languages": []}, "Choisissez au moins une langue."),
        ({"capacity": "0"}, "Le nombre de places est compris entre 1 et 5000."),
        ({"capacity": "beaucoup"}, "Indiquez un nombre entier."),
        ({"day": "hier"}, "Indiquez une date"),
        ({"meeting_link": "javascript:alert(1)"}, "Donnez l’adresse entière, commençant par https://"),
        ({"meeting_link": "http://meet.example.org/a"}, "Donnez l’adresse entière, commençant par https://"),
        ({"zone": "Asia/Tokyo"}, "Choisissez dans la liste."),
        ({"zone": "Europe/Paris", "day": "2031-03-30", "hour": "02:30"}, "Cette heure n’existe pas ce jour-là"),
        ({"zone": "Europe/Paris", "day": "2031-10-26", "hour": "02:30"}, "Cette heure revient deux fois ce jour-là"),
        ({"day": "2018-05-15"}, "Le début est passé."),
        ({"closes_at": "2031-05-16T10:00"}, "après le début de l’atelier"),
    ],
)
def test_a_wrong_plan_is_explained_and_nothing_is_lost(
    transaction: Begin, visitors: Visitors, changes: dict[str, Any], words: str
) -> None:
    with transaction() as session:
        theme_id = str(add_sub_theme(session).id)
    host = signed_in(transaction, visitors, role="host")
    answer = host.submit("/workshops/new", TYPED | {"sub_theme": theme_id} | changes)
    assert answer.status_code in (409, 422)
    assert words in answer.text
    assert "La rue aux enfants" in answer.text
    with transaction() as session:
        assert session.scalars(sa.select(Workshop)).all() == []


def test_participants_do_not_plan(transaction: Begin, visitors: Visitors) -> None:
    assert signed_in(transaction, visitors).get("/workshops/new").status_code == 403


def test_another_host_does_not_edit(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    other = signed_in(transaction, visitors, role="host")
    for path in ("edit", "cancel", "registrants"):
        assert other.get(f"/workshops/{number}/{path}").status_code == 403
    assert (
        signed_in(transaction, visitors, role="secretary_general").get(f"/workshops/{number}/edit").status_code == 200
    )


def test_editing_a_time_is_told(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    signed_in(transaction, visitors).submit(f"/workshops/{number}", form="/register")
    host = the_host(transaction, visitors, number)
    answer = host.submit(f"/workshops/{number}/edit", {"minutes": "60"}, follow=True)
    assert "Vos modifications sont enregistrées." in answer.text
    with transaction() as session:
        kinds = session.scalars(sa.select(OutboxMail.kind).order_by(OutboxMail.id)).all()
    assert kinds == ["workshops.confirmed", "workshops.changed"]


def test_an_untouched_form_changes_nothing(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    with transaction() as session:
        before = services.version_of(session.get(Workshop, number))
    the_host(transaction, visitors, number).submit(f"/workshops/{number}/edit", {"minutes": "90"})
    with transaction() as session:
        assert services.version_of(session.get(Workshop, number)) == before


def test_two_people_edit_at_once(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    host = the_host(transaction, visitors, number)
    with transaction() as session:
        old = services.version_of(session.get(Workshop, number))
    host.submit(f"/workshops/{number}/edit", {"title_fr": "Le titre de l’un"})
    answer = host.submit(f"/workshops/{number}/edit", {"title_fr": "Le titre de l’autre", "version": old})
    assert answer.status_code == 409
    assert "Le titre de l’un" in answer.text
    assert 'value="Le titre de l’autre"' in answer.text
    assert "Quelqu’un d’autre a modifié cet atelier entre-temps." in answer.text
    with transaction() as session:
        version = services.version_of(session.get(Workshop, number))
    assert version in answer.text


def test_a_smaller_room_is_refused_clearly(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    for _ in range(2):
        signed_in(transaction, visitors).submit(f"/workshops/{number}", form="/register")
    answer = the_host(transaction, visitors, number).submit(f"/workshops/{number}/edit", {"capacity": "1"})
    assert answer.status_code == 409
    assert "Inscriptions confirmées\u202f: 2." in answer.text


def test_open_cancel_and_the_list_of_registrants(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction, is_open=False)
    host = the_host(transaction, visitors, number)
    assert "Les inscriptions sont ouvertes." in host.submit(f"/workshops/{number}", form="/open", follow=True).text
    signed_in(transaction, visitors, name="Ипполит Курагин").submit(f"/workshops/{number}", form="/register")
    assert "Ипполит Курагин" in host.get(f"/workshops/{number}/registrants").text
    answer = host.submit(f"/workshops/{number}/cancel", form="/cancel", follow=True)
    assert "L’atelier est annulé." in answer.text
    assert "Inscription annulée" in host.get(f"/workshops/{number}/registrants").text
    assert "Cet atelier est annulé." in host.get(f"/workshops/{number}/cancel").text
    again = host.post(f"/workshops/{number}/cancel", data={"csrf_token": _token(host)}, follow_redirects=True)
    assert "il ne peut plus être modifié" in again.text
    with transaction() as session:
        assert session.scalars(sa.select(Registration.state)).one() == "removed"


def _token(visitor: Visitor) -> str:
    (form,) = (form for form in forms_of(visitor.get("/workshops/new").text) if "title_fr" in form.names)
    return dict(form.values)["csrf_token"]


def test_my_workshops_stand_in_my_space(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    visitor = signed_in(transaction, visitors, "ru")
    visitor.submit(f"/workshops/{number}", form="/register")
    page = visitor.get("/account/").text
    assert "Мои онлайн-семинары" in page
    assert "Трамвай возвращается" in page
    assert f"/ru/workshops/{number}" in page


def test_the_pages_are_valid_html(transaction: Begin, visitors: Visitors, html_faults: Any) -> None:
    number = made(transaction)
    host = the_host(transaction, visitors, number)
    host.submit(f"/workshops/{number}", form="/register")
    paths = ["/workshops/", f"/workshops/{number}", "/workshops/new"]
    paths += [f"/workshops/{number}/{page}" for page in ("edit", "cancel", "registrants")]
    assert "\n".join(html_faults({path: host.get(path).text for path in paths})) == ""


def test_times_are_in_the_reader_s_order(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    french, russian = (visitors(lang).get(f"/workshops/{number}").text for lang in ("fr", "ru"))
    assert french.index("Paris") < french.index("Moscou")
    assert russian.index("Москва") < russian.index("Париж")
