"""What `bin/pictures` takes: by reader, the name of each picture and the address of its page.

A reader is a role of the demonstration, an address, or None for a visitor; what differs by language stands under it.
A path that ends with * means the first record of that list, with the words after #; numbers in braces are made before.
"""

from __future__ import annotations

LANGUAGES = {"fr": ("fr-FR", "Europe/Paris"), "ru": ("ru-RU", "Europe/Moscow")}
WIDTHS = (360, 1280)
TALLEST = 1400  # pixels: what is below says nothing more about the page
# What these pages are about stands further down; by the first word of their names.
TALLER = {"slots": 4000, "one": 4000, "text": 2400, "desk": 2600, "ground": 4000}
# What is folded on them is what they show.
OPENED = {"text-machine", "ground-table"}

ByLang = dict[str, str]
Pages = dict[str, str | ByLang]

VISITED: Pages = {
    "home": "/",
    "cooperations": "/cooperations/",
    "cooperation": "/cooperations/*",
    "cooperations-filtered": "/cooperations/?domain=culture&activity=active",
    "cooperation-differs": "/cooperations/?agreement=differ*",
    "map": "/cooperations/map",
    "declare": "/cooperations/declare",
    "workshops": "/workshops/",
    "workshop": "/workshops/*",
    # In the states that the first one is not in.
    "workshop-held": "/workshops/4",
    "workshop-reserved": "/workshops/6",
    "workshop-full": "/workshops/11",
    "workshop-cancelled": "/workshops/13",
    "programme-month": "/workshops/month",
    "agenda": "/workshops/agenda",
    "contributions": "/contributions/",
    "contribution": "/contributions/*",
    "text-none": "/contributions/{text_none}",
    "text-machine": "/contributions/{text_machine}",
    "text-in-review": "/contributions/{text_in_review}",
    "text-reviewed": "/contributions/{text_reviewed}",
    "text-outdated": "/contributions/{text_outdated}",
    "text-objected": "/contributions/{text_objected}",
    "translation-figures": "/translations/figures",
    "common-ground": "/contributions/common-ground",
    "ground-table": "/contributions/common-ground",
    "sign-up": "/account/sign-up",
}
# Moscow and Paris are an hour apart from the end of March on: the day after the clocks change, and Easter Monday.
HOSTED: Pages = {
    "slots": "/workshops/slots?day=2027-03-29&place0=Asia/Novosibirsk&place1=Asia/Vladivostok",
    "hosting": {"fr": "/workshops/1/hosting", "ru": "/workshops/6/hosting"},
    "door": {"fr": "/workshops/1/door", "ru": "/workshops/6/door"},
}
READ: list[tuple[str | ByLang | None, Pages]] = [
    (None, VISITED),
    ("member", {"moderation": "/committee/queue"}),
    ("host", HOSTED),
    (
        "translator",
        {
            "desk": "/translations/",
            "desk-machine": "/translations/{work_machine}",
            "desk-review": "/translations/{work_in_review}",
            "desk-objected": "/translations/{work_objected}",
        },
    ),
    # The same workshops for somebody who waits and for somebody who has a seat.
    (
        {"fr": "camille.noirotte@example.org", "ru": "pyotr.kholmogortsev@example.org"},
        {"workshop-waiting": {"fr": "/workshops/6", "ru": "/workshops/11"}},
    ),
    (
        {"fr": "marie.dubois@example.org", "ru": "galina.ustyuzhantseva@example.org"},
        {"workshop-confirmed": "/workshops/1"},
    ),
    (
        {"fr": "jean-paul.garrigouste@example.org", "ru": "galina.ustyuzhantseva@example.org"},
        {"answers": "/workshops/1/answers"},
    ),
    # Somebody who follows something: the inbox, and the mail that came at once.
    (
        "participant",
        {
            "inbox": "/account/notifications/",
            "following": "/account/following/",
            "digest": {
                "fr": "/mailbox/?address={email}#que vous suivez*",
                "ru": "/mailbox/?address={email}#подпискам*",
            },
        },
    ),
]

# Somebody registers for a workshop with seats and for a full one: what the mails that come are about.
REGISTERS = {"fr": "lucas.hennebicourt@example.org", "ru": "anna.sokolnichenko@example.org"}
MAILS = {
    "mail-confirmed": ("/workshops/5", {"fr": "confirmée", "ru": "записаны"}),
    "mail-waiting": ("/workshops/11", {"fr": "attente", "ru": "ожидания"}),
}
DECLARED = {
    "fr": (
        "Chorales de Tulle et de Smolensk",
        "Deux chorales chantent ensemble chaque été, l’une chez l’autre.",
    ),
    "ru": ("Хоры Смоленска и Тюля", "Два хора каждое лето поют вместе, по очереди в гостях друг у друга."),
}
WRITTEN = {
    "fr": {
        "title": "Des abris à vélos devant chaque gare",
        "text": "Un abri **couvert et éclairé**, à cent mètres des quais.\n\n- gratuit le jour\n- fermé la nuit",
    },
    "ru": {
        "title": "Зимой — сначала тротуары",
        "text": "Убирать снег с **тротуаров** раньше, чем с дороги.\n\n- у школ\n- у остановок",
    },
}
