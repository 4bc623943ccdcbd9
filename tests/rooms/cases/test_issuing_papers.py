"""Issuing a paper: its number, copies, reason and pages, and what is left once she is erased."""

import json
import re
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from cast import Cast, make_cast
from django.db import connections
from django.utils.translation import override

from rooms.cases.made_papers import G, issue, wanted
from rooms.cases.paper_story import NAME, asked, her, opened
from rooms.cases.through_pages import at, send, signed_in
from suar.base.access.acting import acting
from suar.base.audit.models import Event
from suar.knowledge.rules.consent import PURPOSES
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.papers import Goes, PaperKind
from suar.knowledge.screening import tool
from suar.knowledge.vocab import code_list
from suar.rooms.cases.models import Paper, PaperPrint, PaperSeries
from suar.rooms.cases.papers.blank import FORMS
from suar.rooms.cases.papers.selectors import sheet_of
from suar.rooms.cases.papers.services import issue_paper, print_again
from suar.rooms.victims.opening import close_group


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def test_a_number_is_given_once_without_holes_however_many_print_at_once(cast: Cast) -> None:
    _victim, case = her(cast)
    start, failed = Barrier(6), []

    def print_some() -> None:
        start.wait()
        for each in range(5):
            try:
                with acting(cast.case_worker) as by:
                    issue_paper(
                        case=case,
                        wanted=wanted(PaperKind.HANDOVER),
                        now=datetime.now(UTC),
                        by=by,
                    )
                    if each % 2:
                        raise RuntimeError("rolled back")
            except RuntimeError:
                failed.append(each)
        connections.close_all()

    threads = [Thread(target=print_some) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == 12
    with acting(cast.case_worker):
        numbers = sorted(Paper.objects.values_list("sequence", flat=True))
        assert numbers == list(range(1, 19)), "no hole and no double"
        assert PaperSeries.objects.get().last == 18
        written = set(Paper.objects.values_list("number", flat=True))
    year = datetime.now(UTC).year
    assert len(written) == 18
    assert all(re.fullmatch(rf"0\d\d/BA/RA/[IVX]+/{year}", each) for each in written)


def test_another_office_and_another_year_count_for_themselves(cast: Cast) -> None:
    _victim, case = her(cast)
    days = [datetime(2026, 12, 31, hour, 30, tzinfo=UTC) for hour in (16, 17, 18)]
    with acting(cast.case_worker) as by:
        made = [
            issue_paper(case=case, wanted=wanted(PaperKind.HANDOVER), now=each, by=by)
            for each in days
        ]
    assert [each.number for each in made] == [
        "001/BA/RA/XII/2026", "001/BA/RA/I/2027", "002/BA/RA/I/2027",
    ]  # fmt: skip  # the office's midnight is 17:00 UTC
    with acting(cast.partner):
        assert not Paper.objects.exists()
        assert not PaperSeries.objects.exists()


def test_printed_again_it_says_the_same_under_the_same_number_and_is_a_copy(cast: Cast) -> None:
    victim, case = her(cast)
    opened(cast, victim, G.IDENTITY)
    made, text = issue(cast, case, wanted(PaperKind.SOCIAL_REPORT, G.IDENTITY))
    with acting(cast.case_worker) as by:
        now = datetime.now(UTC)
        with pytest.raises(Denied, match="say what the paper is for"):
            print_again(paper=made, reason="", now=now, by=by)
        again = print_again(paper=made, reason="her_wish", now=now, by=by)
        assert again.number == made.number
        assert json.dumps(sheet_of(again), ensure_ascii=False) == text
        assert list(PaperPrint.objects.order_by("at").values_list("copy", flat=True)) == [
            False, True,
        ]  # fmt: skip
        events = list(Event.objects.filter(action__startswith="paper.").order_by("at"))
    assert [each.action for each in events] == ["paper.issue", "paper.print_again"]
    assert {each.kind for each in events} == {Event.Kind.EXPORT}
    assert [each.reason for each in events] == ["service", "her_wish"]
    assert {each.by_person_id for each in events} == {cast.case_worker.person}
    assert events[0].detail["number"] == made.number
    assert NAME not in str([each.detail for each in events])
    with acting(cast.supervisor) as boss, pytest.raises(Denied, match="open what"):
        print_again(paper=made, reason="own_file", now=datetime.now(UTC), by=boss)


def test_without_a_reason_no_secret_paper_leaves(cast: Cast) -> None:
    _victim, case = her(cast)
    for reason, words in (("", ""), ("other", " "), ("because", "")):
        asks = wanted(PaperKind.SOCIAL_REPORT, reason=reason, words=words)
        with acting(cast.case_worker) as by, pytest.raises(Denied, match="say what the paper"):
            issue_paper(case=case, wanted=asks, now=datetime.now(UTC), by=by)
    with acting(cast.case_worker):
        assert not Paper.objects.exists()
        assert not PaperSeries.objects.exists()


def test_she_takes_a_paper_only_if_she_said_that_paper_is_safe(cast: Cast) -> None:
    victim, case = her(cast)
    asked(cast, victim)
    asks = wanted(PaperKind.CONSENT, goes=Goes.HERSELF)
    with acting(cast.case_worker) as by:
        with pytest.raises(Denied, match="whether paper is safe"):
            issue_paper(case=case, wanted=asks, now=datetime.now(UTC), by=by)
        type(victim).objects.filter(id=victim.id).update(paper_safe="yes")
        made = issue_paper(case=case, wanted=asks, now=datetime.now(UTC), by=by)
    assert made.neutral, "no letterhead on what she carries"


def test_once_she_is_erased_a_paper_keeps_its_number_and_says_nothing(cast: Cast) -> None:
    from suar.base.vault.services import erase
    from suar.rooms.cases.held import of_cases, reduce_cases

    victim, case = her(cast)
    opened(cast, victim, G.IDENTITY)
    made, _text = issue(cast, case, wanted(PaperKind.SOCIAL_REPORT, G.IDENTITY))
    with acting(cast.case_worker) as by:
        listed = of_cases(victim, by, datetime.now(UTC))
        assert made.number in str([section.rows for section in listed])
    with acting(cast.data_officer) as by:
        now = datetime.now(UTC)
        erase(subject_kind="victim", subject=victim.id, reason="her_wish", now=now, by=by)
        reduce_cases([victim.id], now, by)
        left = Paper.objects.get()
        assert (left.number, bytes(left.sealed)) == (made.number, b"")
    with acting(cast.case_worker) as by, pytest.raises(Denied):
        print_again(paper=left, reason="own_file", now=datetime.now(UTC), by=by)


@pytest.mark.parametrize("language", ["id", "en"])
def test_blank_forms_ask_all_that_the_screens_ask(language: str) -> None:
    with override(language):
        drawn = {name: write() for name, (_words, write) in FORMS.items()}
    written = {name: json.dumps(each, ensure_ascii=False) for name, each in drawn.items()}
    for each in tool("triage"):
        assert each.label[language] in written["triage"]
    for name, form, tops in (("need_domain", "assessment", True), ("need", "assessment", True),
                             ("standard_service", "plan", True), ("closure_reason", "", False),
                             ("follow_up_finding", "follow-up", True)):  # fmt: skip
        for code in code_list(name):
            assert (code.label[language] in written.get(form, "")) is tops, (name, code.code)
    for row in PURPOSES.values():
        assert row["label"][language] in written["consent"]
        assert row["no"][language] in written["consent"]


def test_a_paper_is_made_shown_and_printed_again_through_its_pages(cast: Cast) -> None:
    victim, case = her(cast)
    opened(cast, victim, G.IDENTITY)
    worker = signed_in(cast.case_worker)
    page = worker.get(at("papers", case.id)).text
    assert "Social report" in page
    assert at("make_paper", case.id, "social_report") in page
    answer = send(
        worker, at("make_paper", case.id, "social_report"), language="id", head="letterhead",
        goes="office", opinion="Pendapat rekaan.", recommendation="Saran.", groups=["identity"],
        reason="service", to="Kepala Dinas Rekaan", place="Kota Rekaan",
    )  # fmt: skip
    sheet = worker.get(answer.url).text
    assert '<html lang="id"' in sheet
    for word in (NAME, "Laporan sosial", "DOKUMEN RAHASIA", "001/LS/RA/", "Kepada Yth."):
        assert word in sheet, word
    assert "SALINAN" not in sheet
    with acting(cast.case_worker) as by:
        close_group(victim=victim, group=G.IDENTITY, now=datetime.now(UTC), by=by)
    late = send(
        worker, at("make_paper", case.id, "conference"), 422, language="id", head="neutral",
        goes="file", groups=["identity"], reason="own_file", matter_words="Kalimat panjang.",
        present="A", agreed="B",
    )  # fmt: skip
    assert "open what the paper is to carry" in late.text
    assert "Kalimat panjang." in late.text
    opened(cast, victim, G.IDENTITY)
    with acting(cast.case_worker):
        PaperPrint.objects.update(until_at=datetime.now(UTC))
    later = worker.get(answer.url).text
    assert NAME not in later
    assert "Print a copy" in later
    send(worker, answer.url, 422, reason="other", reason_words="")
    send(worker, answer.url, reason="her_wish")
    copy = worker.get(answer.url).text
    assert "SALINAN" in copy
    assert "001/LS/RA/" in copy
    assert NAME in copy
    assert "case.worker" in worker.get(at("papers", case.id)).text
    assert signed_in(cast.nurse).get(answer.url).status_code == 404
    boss = signed_in(cast.supervisor)
    assert NAME not in boss.get(answer.url).text
    refused = worker.get(at("make_paper", case.id, "consent"))
    assert (refused.status_code, "no consent was asked" in refused.text) == (403, True)
    asked(cast, victim)
    for kind in ("consent", "referral", "handover", "conference"):
        assert worker.get(at("make_paper", case.id, kind)).status_code == 200
    assert worker.get(at("make_paper", case.id, "report")).status_code == 404
    for name in FORMS:
        for language in ("id", "en"):
            blank = worker.get(at("blank", name) + f"?language={language}")
            assert f'<html lang="{language}"' in blank.text
