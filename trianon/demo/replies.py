"""Invented replies to the invented contributions, judged like everything else."""

from __future__ import annotations

from trianon.bilingual.lang import Lang
from trianon.contributions.comment_models import Comment
from trianon.contributions.comment_services import correct_reply, reply
from trianon.contributions.models import Contribution
from trianon.core.clock import at
from trianon.core.database import db, lock
from trianon.demo.judging import judge, judging_side
from trianon.demo.stage import Stage, days_ago, rows

# How long the invented committee takes, in days.
JUDGED_AFTER = 0.3


def load_replies(stage: Stage) -> int:
    """In the order of the file, so that what is answered is there."""
    made: dict[str, Comment] = {}
    for row in rows("replies"):
        with at(days_ago(row["days_ago"])):
            comment = reply(
                lock(Contribution, stage.contributions[row["to"]].id),
                by=stage.people[row["author"]],
                lang=Lang(row["lang"]),
                text=row["text"],
                answers=made.get(row.get("answers", "")),
            )
            db.session.flush()
        made[row["key"]] = comment
        side = judging_side(comment.side)
        judge(
            stage,
            "comment",
            comment.id,
            [side],
            days=row["days_ago"] - JUDGED_AFTER,
            row={"state": "published"} | row,
        )
        if later := row.get("later"):
            # A second version that was accepted too, so that the history of a reply tells something.
            with at(days_ago(later["days"])):
                lock(Contribution, comment.contribution_id)
                words = {"lang": comment.source_lang, "text": later["text"]}
                correct_reply(comment, by=comment.author, shown_version=comment.version, **words)
            judge(stage, "comment", comment.id, [side], days=later["days"] - JUDGED_AFTER)
    return len(made)
