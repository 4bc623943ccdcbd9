"""Papers asked for and issued, for the tests of what each carries and how it is counted."""

import json
from datetime import UTC, datetime
from typing import Any

from cast import Cast

from suar.base.access.acting import acting
from suar.knowledge.rules.papers import Goes, PaperKind
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Paper
from suar.rooms.cases.papers.selectors import sheet_of
from suar.rooms.cases.papers.services import Wanted, issue_paper

G = FieldGroup


def wanted(kind: PaperKind, *groups: FieldGroup, **other: Any) -> Wanted:
    told = {
        PaperKind.SOCIAL_REPORT: {"opinion": "Pendapat rekaan.", "recommendation": "Saran rekaan."},
        PaperKind.REFERRAL: {"recipient": "", "to": "Dinas Sosial Rekaan", "services": []},
        PaperKind.CONSENT: {"consents": []},
        PaperKind.HANDOVER: {
            "matter": "goods", "things": "Paspor; 1; baik", "first_name": "A", "first_post": "",
            "first_office": "", "second_name": "", "second_post": "", "second_office": "",
        },
        PaperKind.CONFERENCE: {
            "matter_words": "Rencana", "present": "A; Petugas", "agreed": "Sekolah; A; Mei",
            "chair": "A",
        },
    }[kind]  # fmt: skip
    told |= other.pop("told", {})
    facts = {"language": "id", "goes": Goes.OFFICE, "reason": "service", **other}
    return Wanted(kind=kind, groups=frozenset(groups), told=told, **facts)


def issue(cast: Cast, case: Any, asks: Wanted, by: Any = None) -> tuple[Paper, str]:
    """Issue a paper; give it and its whole text."""
    actor = by or cast.case_worker
    with acting(actor):
        made = issue_paper(case=case, wanted=asks, now=datetime.now(UTC), by=actor)
        return made, json.dumps(sheet_of(made), ensure_ascii=False)
