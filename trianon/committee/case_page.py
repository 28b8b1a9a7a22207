"""All that the page of a case shows to one member, gathered once."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.committee import aside, claims, desk, flag_queries, notes, points, queries
from trianon.committee.beside import Beside
from trianon.committee.charter import row_in_words
from trianon.committee.claims import Looking
from trianon.committee.desk import Place
from trianon.committee.desk_models import Handover, Note
from trianon.committee.forms import HandoverForm, NoteForm, VoiceForm
from trianon.committee.labels import (
    LANGUAGES,
    missing_in_words,
    reasons_in_words,
    sides_in_words,
    verdict_in_words,
)
from trianon.committee.models import Case, CaseState, Voice
from trianon.committee.prepared import all_words
from trianon.committee.procedure import Course, Held
from trianon.committee.queries import Filters
from trianon.committee.rules import LONGEST_NOTE, Matter, Verdict, missing, verdicts_for
from trianon.committee.subjects import SUBJECTS
from trianon.committee.texts import Difference, Field, differences_of, fields_of
from trianon.contributions.spam import has_been_accepted
from trianon.contributions.spam_rules import has_link
from trianon.cooperations.duplicates import Alike, alike, likeable_of
from trianon.cooperations.models import Cooperation
from trianon.core.clock import now
from trianon.core.errors import RuleViolation, explain


class CasePage:
    """A case for one reader: what they may say on it, and what they may see of it."""

    def __init__(self, case: Case, person: Account, filters: Filters) -> None:
        self.case = case
        self.person = person
        # The list that the reader goes through, and the same as parameters of an address.
        self.filters, self.kept = filters, filters.in_address()
        self.subject = SUBJECTS[case.subject]
        self.item: Any = self.subject.load(case.subject_id)

    def render(self, form: VoiceForm, *, problem: str = "", stale: str = "", **forms: Any) -> str:
        """The page; `problem` says why nothing was recorded, `stale` what changed meanwhile; `forms` of the desk as
        they were sent."""
        own = {"note_form": NoteForm(formdata=None), "handover_form": HandoverForm(formdata=None)}
        shown = {"page": self, "form": form, "problem": problem, "stale": stale}
        return render_template(
            "committee/case.html", **shown, most=LONGEST_NOTE, most_counted=desk.MOST_COUNTED, **own | forms
        )

    @property
    def is_there(self) -> bool:
        """Whether this person may still read the text: not once its author has taken it back for themselves alone."""
        return self.item is not None and self.subject.may_view(self.item)

    @cached_property
    def is_own(self) -> bool:
        """Rule 5: nobody decides on their own text, nor sees who said what on it; so does who has stepped aside."""
        return self.has_stepped_aside or (self.item is not None and self.subject.own(self.person, self.item))

    @cached_property
    def has_stepped_aside(self) -> bool:
        """Whether this member has declared a conflict about the record."""
        return aside.has_stepped_aside(self.person, self.case)

    @cached_property
    def place(self) -> Place:
        """Where the case stands in the list."""
        return desk.place_of(self.case, self.person, self.filters)

    @property
    def back(self) -> str:
        """The page of the list that holds the case."""
        cursor: dict[str, Any] = {"page": self.place.cursor} if self.place.cursor else {}
        return url_for("committee.queue", **self.kept, **cursor) + f"#case-{self.case.id}"

    @cached_property
    def claims(self) -> list[Looking]:
        """Who looks at it now, the reader included."""
        return claims.standing([self.case.id]).get(self.case.id, []) if self.is_open else []

    @property
    def own_claim(self) -> Looking | None:
        """That the reader looks at it."""
        return next((one for one in self.claims if one.member_id == self.person.id), None)

    @cached_property
    def notes(self) -> list[Note]:
        """What the reader's own side wrote; nothing on one's own text."""
        return [] if self.is_own else notes.notes_of(self.case, self.person)

    @cached_property
    def handover(self) -> Handover | None:
        """That a side has asked the other to begin."""
        return None if self.is_own else notes.handover_of(self.case)

    @property
    def may_pass_on(self) -> bool:
        """Whether the other side can be asked to begin."""
        return self.handover is None and bool(self.verdicts) and self.person.side.opposite in self.course.expected

    @property
    def why_not(self) -> str:
        """Why this member does not decide here."""
        if self.has_stepped_aside:
            return explain(RuleViolation("stepped_aside"))
        took_part = self.item is not None and self.subject.took_part(self.person, self.item)
        return explain(RuleViolation("took_part" if took_part else "own_text"))

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """What this member may say here."""
        if self.is_own:
            return []
        openings = self.course.openings(now())
        return verdicts_for(
            self.case.matter, self.case.side, self.person.side, self.person.roles, openings, table=self.course.table
        )

    @cached_property
    def course(self) -> Course:
        """The case as time and disagreement see it."""
        return queries.course_of(self.case)

    @cached_property
    def leads_elsewhere(self) -> bool:
        """Whether somebody of whom nothing was accepted yet has put links into a text: they wait for this decision."""
        if self.case.subject not in {"contribution", "comment"} or not self.is_open:
            return False
        written = " ".join(words.text for field in self.fields for words in field.words)
        return has_link(written) and not has_been_accepted(self.item.author_id)

    @property
    def is_open(self) -> bool:
        """Whether the case waits for voices."""
        return self.case.state is CaseState.OPEN

    @property
    def fields(self) -> list[Field]:
        """The whole text as it was sent."""
        return fields_of(self.case.subject, self.item, self.case.version)

    @cached_property
    def differences(self) -> list[Difference] | None:
        """What changed since the version before."""
        return differences_of(self.case.subject, self.item, self.case.version)

    @cached_property
    def alike(self) -> list[Alike]:
        """The records that are probably the same, public or under review, for as long as the case waits for voices."""
        if not isinstance(self.item, Cooperation) or not self.is_open or not self.is_there:
            return []
        return alike(likeable_of(self.item.latest), but={self.item.id}, waiting=True)

    @cached_property
    def voices(self) -> list[Voice]:
        """The standing voices; none on one's own text."""
        return [] if self.is_own else queries.standing_voices(self.case)

    @property
    def own_voice(self) -> Voice | None:
        """What this member has said so far."""
        return next((voice for voice in self.voices if voice.member_id == self.person.id), None)

    @property
    def is_disputed(self) -> bool:
        """Whether the voices disagree."""
        return self.course.is_disputed

    @property
    def needed(self) -> list[tuple[str, str]]:
        """For each verdict, the voices that it still needs, in words."""
        if self.course.is_disputed:
            return [(_("Co-presidents"), sides_in_words(self.course.silent))]
        needs = {
            verdict: missing(self.case.matter, verdict, self.case.side, self.course.voices, self.course.table)
            for verdict in Verdict
        }
        return [
            (verdict_in_words(self.case.matter, verdict), missing_in_words(needed))
            for verdict, needed in needs.items()
            if needed
        ]

    @cached_property
    def reported(self) -> flag_queries.Reported | None:
        """What readers have reported; not shown where it is one's own text."""
        return None if self.is_own else flag_queries.reported(self.case)

    @cached_property
    def answered_points(self) -> list[points.Point]:
        """What was asked for last time, with the author's answers."""
        return [] if self.is_own else points.answered_before(self.case)

    @property
    def measurable(self) -> list[int]:
        """The people on whom a measure may be proposed from here: those who wrote the text."""
        if self.is_own or self.item is None or self.case.matter not in {Matter.CONTRIBUTION, Matter.REMOVAL}:
            return []
        return [author.id for author in self.subject.authors(self.item)]

    @property
    def held(self) -> Held | None:
        """The hold that hides the text now."""
        return self.course.held

    @property
    def ends_at(self) -> datetime | None:
        """When the case ends by itself; None while unlawful content is held."""
        return self.course.ends_at

    @cached_property
    def authors(self) -> list[Account]:
        """Whoever is told of the decision."""
        return self.subject.authors(self.item) if self.item is not None else []

    @property
    def author_langs(self) -> list[str]:
        """The languages in which the author can be written to."""
        return [str(LANGUAGES[lang]) for lang in queries.author_langs(self.case, self.authors)]

    @property
    def author_lang(self) -> Lang:
        """The one that prepared words are in."""
        return queries.author_langs(self.case, self.authors)[0]

    @property
    def prepared(self) -> dict[str, dict[str, str]]:
        """Words to begin a note with, by verdict and reason, in the author's language."""
        return all_words(self.case.matter, self.author_lang)

    @cached_property
    def beside(self) -> Beside:
        """What is known beside the text."""
        return Beside(self.case, self.item if self.is_there else None, [] if self.is_own else self.authors)

    @property
    def rules(self) -> list[str]:
        """The rows of the table of voices that apply here."""
        return [row_in_words(self.case.matter, verdict, self.course.table) for verdict in self.verdicts]

    @property
    def earlier(self) -> list[Case]:
        """The other cases of the same record."""
        return queries.earlier_cases(self.case)

    @property
    def hours(self) -> int:
        """How long the text has waited."""
        return queries.hours_since(self.case.opened_at, now())

    def reasons_of(self, voice: Voice) -> list[str]:
        """The reasons of a voice, in words."""
        return reasons_in_words(voice.reasons)
