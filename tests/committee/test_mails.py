"""What an author is told: each outcome in both languages, the way on, and never who decided."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

RUSSIAN_NOTE = "Укажите, пожалуйста, кто отвечает за скамейку."
FRENCH_NOTE = "Dites-nous qui entretient le banc.\nEt depuis quand."


def last_mail(session: Any) -> tuple[str, str, str]:
    """Subject, text and HTML of the newest mail about a decision, as the worker would send it."""
    from trianon.mail.models import OutboxMail
    from trianon.mail.render import render

    rows = sa.select(OutboxMail).where(OutboxMail.kind == "committee.decided").order_by(OutboxMail.id.desc())
    made = render(session.scalars(rows.limit(1)).one())
    assert made is not None
    mime = made[0]
    text, html = mime.get_body(("plain",)), mime.get_body(("html",))
    assert text is not None
    assert html is not None
    return str(mime["Subject"]), text.get_content(), html.get_content()


def test_refusal_in_french(house: Any) -> None:
    """What, by which side, why, the note, how to go on and how to contest."""
    member = house.person("member", name="Membre Secrète")
    item = house.contribution(house.person(), "Un banc devant la gare")
    house.voice(house.case_of(item), member, "refuse", note=FRENCH_NOTE)
    subject, text, html = last_mail(house.session)
    assert subject == "Contribution refusée\u202f: Un banc devant la gare"
    for words in (
        "n’a pas accepté votre contribution",
        "Partie française",
        "hors sujet",
        "> Dites-nous qui entretient le banc.",
        "> Et depuis quand.",
        "Vous pouvez contester cette décision",
        f"/fr/contributions/{item.id}/edit",
        "/fr/committee/statements/",
    ):
        assert words in text
    assert '<blockquote lang="fr">' in html
    assert "Membre Secrète" not in text + html


def test_changes_in_russian_with_a_french_note(house: Any) -> None:
    """The reader's language for the mail, the note's own for the note."""
    from trianon.bilingual.lang import Lang

    text_of_author = "Каждую осень мы сажаем деревья вместе с французской школой и хотим рассказать, как это устроено."
    item = house.contribution(house.person(side="russia"), "Деревья у школы", text_of_author, lang=Lang.RU)
    house.voice(house.case_of(item), house.person("member"), "ask_changes", note=FRENCH_NOTE)
    subject, text, html = last_mail(house.session)
    assert subject == "Просим доработать текст: Деревья у школы"
    for words in (
        "просит доработать",
        "Французская сторона",
        "Возвращено на доработку",
        f"/ru/contributions/{item.id}/edit",
    ):
        assert words in text
    assert "обжаловать" not in text
    assert '<blockquote lang="fr">' in html


def test_acceptance_leads_to_the_public_page(house: Any) -> None:
    """Both sides are named, in the reader's order; a note in the other language is kept."""
    from trianon.bilingual.lang import Lang

    item = house.cooperation(house.person())
    case = house.case_of(item)
    house.voice(case, house.person("member", "russia"), "accept", note=RUSSIAN_NOTE, note_lang=Lang.RU)
    house.voice(case, house.person("member"), "accept", note=FRENCH_NOTE)
    subject, text, html = last_mail(house.session)
    assert subject.startswith("Coopération publiée")
    assert "Partie française, partie russe" in text
    assert f"/fr/cooperations/{item.id}" in text
    assert RUSSIAN_NOTE in text
    assert html.index('<blockquote lang="fr">') < html.index('<blockquote lang="ru">')


@pytest.mark.parametrize(
    ("verdict", "subject"),
    [
        ("accept", "Organisation vérifiée\u202f: Les Amis du fleuve"),
        (
            "ask_changes",
            "Modifications demandées avant la vérification de votre organisation\u202f: Les Amis du fleuve",
        ),
        ("refuse", "Vérification refusée pour votre organisation\u202f: Les Amis du fleuve"),
    ],
)
def test_organisations(house: Any, verdict: str, subject: str) -> None:
    """Each outcome in words of its own."""
    item = house.organisation(house.person())
    house.voice(house.case_of(item), house.person("member"), verdict)
    found, text, _html = last_mail(house.session)
    assert found == subject
    assert f"/fr/organisations/{item.id}" in text


def test_a_refused_edit_says_that_the_accepted_version_stays(house: Any) -> None:
    """Otherwise its author would think that everything is gone."""
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
    _subject, text, _html = last_mail(house.session)
    assert "La version acceptée auparavant reste publique entre-temps." in text


def test_the_notice_on_the_site_says_the_same(app: Any, house: Any) -> None:
    """One line, in the reader's language."""
    from trianon.bilingual.lang import Lang
    from trianon.mail.render import in_language
    from trianon.notifications.sentences import sentence_of

    item = house.contribution(house.person(), "Un banc devant la gare")
    case = house.case_of(item)
    house.voice(case, house.person("member"), "ask_changes")
    with in_language(Lang.RU):
        said = sentence_of("committee.decided", {"case": case.id})
    assert said is not None
    assert said.whole == "Просим доработать текст: Un banc devant la gare"
    assert said.url == f"/ru/contributions/{item.id}"
