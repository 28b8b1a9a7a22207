"""What the invented Committee has on its hands besides texts: reports, a measure, an invitation, a claim, answers."""

from __future__ import annotations

from datetime import timedelta

from trianon.accounts import claiming_services, organisation_services
from trianon.accounts.organisation_models import Organisation, OrganisationKind
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee import flags, inviting, measures, points, queries, services
from trianon.committee.measure_rules import MeasureKind
from trianon.committee.rules import Reason, Verdict
from trianon.contributions import services as contributions
from trianon.core.clock import at, now
from trianon.core.database import db
from trianon.core.publication import State
from trianon.core.sides import Role, Side
from trianon.demo.body import MANDATE
from trianon.demo.stage import Stage, days_ago

# The text, what its readers say of it, and when.
REPORTED = "fr22"
REPORTS = (
    (
        "camille.noirot",
        1.6,
        "Le texte nomme un voisin, Monsieur Robert, et dit où le trouver le jeudi : dans l’immeuble, tout le monde le "
        "reconnaît. Lui a-t-on demandé son avis ?",
    ),
    (
        "timur.akhmetgarin",
        0.8,
        "Сосед назван по имени, и понятно, где он бывает. Может быть, автор просто заменит имя?",
    ),
)
WARNED = "petr.kholmogortsev"
WARNING = (
    "Присланный Вами текст был рекламой: цены, скидка, приглашение к заказу. Диалог для этого не предназначен. Пишите "
    "о самом способе и о замерах: такие тексты здесь ждут. Следующий рекламный текст может стать поводом для паузы."
)
SENT_BACK = "fr32"
ASKED = (
    "Dites à quel endroit le bac accosterait : une partie des rives est fermée au public.\n"
    "Précisez ce que vous attendez du club de Tver : un conseil, ou un échange de visites ?\n"
    "« Dont on m’a parlé » : donnez le nom du club, ou retirez ces mots."
)
ANSWERED = {
    0: (True, "C’est ajouté : une cale ouverte à tous sur une rive ; l’autre reste à choisir avec le port."),
    1: (True, "Un appel vidéo d’abord, puis une visite si le club le veut bien. Le texte le dit maintenant."),
    2: (False, "L’ami qui m’en a parlé est en mer jusqu’à dimanche. Je donnerai le nom dans une réponse."),
}
CORRECTED = (
    "Le club d’aviron de Tver, dont on m’a parlé, pourrait nous dire comment il forme ses barreurs débutants et quels "
    "papiers il a dû remplir.",
    "Le départ se ferait d’une cale ouverte à tous ; l’autre rive est à choisir avec le port. Le club d’aviron de "
    "Tver, dont on m’a parlé, pourrait nous dire, lors d’un appel vidéo, comment il forme ses barreurs débutants et "
    "quels papiers il a dû remplir ; une visite suivrait s’il le veut bien.",
)
INVITED = "capucine.berthomieulle@example.org"
CLAIMANT = "mathilde.oriol"
CLAIM = (
    "Je suis trésorière de la chorale depuis 2019 : mon nom figure sous les comptes de l’assemblée générale, en bas de "
    "la page « Qui sommes-nous » de notre site. Notre présidente peut le confirmer par téléphone."
)


def load_procedures(stage: Stage) -> int:
    """One of each; how many they are."""
    _report(stage)
    _warn(stage)
    _send_back(stage)
    _invite(stage)
    _claim(stage)
    return 5


def _report(stage: Stage) -> None:
    text = stage.contributions[REPORTED]
    for network, (reader, days, words) in enumerate(REPORTS):
        with at(days_ago(days)):
            version = text.public_version.number if text.public_version else text.version
            said = flags.Said("contribution", text.id, version, Reason.PERSONAL_DATA, words, f"demonstration {network}")
            flags.report(said, by=stage.people[reader])


def _warn(stage: Stage) -> None:
    """Proposed by a member of the person's own side, taken with a voice of the other."""
    with at(days_ago(1.9)):
        case = measures.propose(
            stage.people[WARNED],
            by=stage.members[Side.RUSSIA][0],
            kind=MeasureKind.WARNING,
            days=None,
            reasons=[Reason.COMMERCIAL],
            note=WARNING,
            note_lang=Lang.RU,
        )
        db.session.flush()
    with at(days_ago(1.1)):
        services.give_voice(
            case,
            by=stage.members[Side.FRANCE][0],
            verdict=Verdict.REFUSE,
            reasons=[Reason.COMMERCIAL],
            note="Согласны с коллегами: реклама; о самом способе написать можно.",
            note_lang=Lang.RU,
            shown_version=case.version,
        )


def _send_back(stage: Stage) -> None:
    """Three points, two done and one explained; the new version waits with the answers beside it."""
    text = stage.contributions[SENT_BACK]
    case = queries.case_of("contribution", text.id, text.version)
    if case is None:
        raise LookupError(SENT_BACK)
    with at(days_ago(1.5)):
        services.give_voice(
            case,
            by=stage.members[Side.FRANCE][1],
            verdict=Verdict.ASK_CHANGES,
            note=ASKED,
            note_lang=Lang.FR,
            shown_version=case.version,
        )
        db.session.flush()
    with at(days_ago(0.9)):
        points.answer(case, by=text.author, said=ANSWERED)
        contributions.correct(
            text,
            by=text.author,
            shown_version=text.version,
            lang=Lang.FR,
            kind=text.latest.kind,
            title=text.latest.title.fr,
            text=text.latest.text.fr.replace(*CORRECTED),
        )
        db.session.flush()


def _invite(stage: Stage) -> None:
    with at(days_ago(2)):
        first = now().date() + timedelta(days=1)
        offer = inviting.Offer(INVITED, Role.MEMBER, first, first + MANDATE)
        inviting.invite(offer, by=stage.people["gilles.ravenel"])


def _claim(stage: Stage) -> None:
    """Of an organisation that came in with a sheet, and of which nobody acts here yet."""
    with at(days_ago(25)):
        choir = Organisation(
            kind=OrganisationKind.CULTURAL_BODY,
            side=Side.FRANCE,
            name=Bilingual("Chorale des Deux-Anses-Claires", "Хор «Две светлые бухты»"),
            place=Bilingual("Nice", "Ницца"),
            website="https://deux-anses-claires.example.org",
            summary=Bilingual(
                "Quarante choristes amateurs, un répertoire d’airs populaires des deux pays.",
                "Сорок певцов-любителей, в репертуаре народные песни двух стран.",
            ),
            source_lang=Lang.FR,
            state=State.PUBLISHED,
            version=1,
            created_at=now(),
            updated_at=now(),
            sources=["https://deux-anses-claires.example.org/qui-sommes-nous"],
        )
        db.session.add(choir)
        organisation_services.enlist(choir)
    with at(days_ago(0.6)):
        claiming_services.claim(choir, CLAIM, by=stage.people[CLAIMANT])
