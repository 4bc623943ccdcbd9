"""Papers: what each may carry, its number, its copies; nothing of her without her word."""

import json
import re
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from cast import Cast, make_cast
from django.db import connections
from django.utils.translation import override

from rooms.cases.paper_story import (
    HOUSE,
    NAME,
    NIK,
    PHONE,
    STORY,
    asked,
    her,
    opened,
    work,
)
from rooms.cases.test_case_pages import at, send, signed_in
from suar.base.access.acting import acting
from suar.base.audit.models import Event
from suar.knowledge.rules.consent import PURPOSES
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.papers import Goes, PaperKind
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.screening import tool
from suar.knowledge.vocab import code_list
from suar.rooms.cases.models import Paper, PaperPrint, PaperSeries
from suar.rooms.cases.papers.blank import FORMS
from suar.rooms.cases.papers.selectors import sheet_of
from suar.rooms.cases.papers.services import (
    Wanted,
    issue_paper,
    issue_report_paper,
    print_again,
)
from suar.rooms.cases.services import giving, needs, notes
from suar.rooms.intake.facts import Concerned, Draft, Named, Teller
from suar.rooms.intake.facts import Told as TriageTold
from suar.rooms.intake.models import PersonConcerned
from suar.rooms.intake.services import take_report, triage_report
from suar.rooms.victims.opening import close_group

G = FieldGroup


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


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


def test_a_paper_carries_what_its_maker_opened_and_chose_and_no_more(cast: Cast) -> None:
    victim, case = her(cast)
    work(cast, case)
    with acting(cast.case_worker), pytest.raises(Denied, match="open what the paper is to carry"):
        issue_paper(
            case=case,
            wanted=wanted(PaperKind.SOCIAL_REPORT, G.IDENTITY),
            now=datetime.now(UTC),
            by=cast.case_worker,
        )
    opened(cast, victim, G.IDENTITY, G.STORY, G.HEALTH, G.SAFETY, G.CONTACT)
    _made, plain = issue(cast, case, wanted(PaperKind.SOCIAL_REPORT))
    for word in (NAME, NIK, STORY, PHONE, HOUSE, "Perawatan psikiatri", "Kesehatan jiwa"):
        assert word not in plain, f"{word} was open, and not chosen"
    assert "Utang" in plain
    assert "Pendapat rekaan." in plain
    chosen = wanted(PaperKind.SOCIAL_REPORT, G.IDENTITY, G.STORY, G.HEALTH)
    made, whole = issue(cast, case, chosen)
    for word in (NAME, NIK, STORY, "Perawatan psikiatri", "Kesehatan jiwa", "Keamanan ekonomi"):
        assert word in whole, word
    assert PHONE not in whole
    assert HOUSE not in whole
    assert set(made.groups) == {"facts", "services", "identity", "story", "health"}


def test_pregnancy_stands_on_no_paper_by_itself(cast: Cast) -> None:
    victim, case = her(cast)
    opened(cast, victim, G.HEALTH)
    with acting(cast.case_worker) as by:
        now = datetime.now(UTC)
        found = needs.Told({"mind": 2}, {"pregnancy": ("risk", "week"), "stigma": ("risk", "")})
        needs.record_assessment(case=case, on=now.date(), told=found, now=now, by=by)
        for code in ("pregnancy_care", "general_care"):
            giving.offer_service(case=case, code=code, terms=giving.Terms(), now=now, by=by)
        notes.write_health(case=case, topic="pregnancy", words=STORY, on=now.date(), now=now, by=by)
    _made, text = issue(cast, case, wanted(PaperKind.SOCIAL_REPORT, G.HEALTH))
    assert "Pemeriksaan dan pengobatan" in text
    assert "hamil" not in text.lower()
    assert STORY not in text


def test_where_she_is_stands_on_no_paper(cast: Cast) -> None:
    victim, case = her(cast)
    opened(cast, victim, G.SAFETY)
    for kind in (PaperKind.SOCIAL_REPORT, PaperKind.HANDOVER, PaperKind.CONFERENCE):
        with acting(cast.case_worker), pytest.raises(Denied, match="does not carry that"):
            issue_paper(
                case=case, wanted=wanted(kind, G.SAFETY), now=datetime.now(UTC), by=cast.case_worker
            )


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


def test_a_letter_carries_what_she_agreed_to_for_that_recipient(cast: Cast) -> None:
    victim, case = her(cast)
    work(cast, case)
    given = asked(cast, victim)
    opened(cast, victim, G.IDENTITY, G.STORY, G.CONTACT, G.HEALTH)
    asks = {"recipient": str(given.id), "to": "", "services": ["counselling", "psychiatric_care"]}
    _made, letter = issue(cast, case, wanted(PaperKind.REFERRAL, G.IDENTITY, told=asks))
    assert NAME in letter
    assert "Konseling" in letter
    assert "Pelatihan kerja" in letter, "services given so far are covered"
    assert "Perawatan psikiatri" not in letter, "health is not"
    for word in (STORY, PHONE, "Kesehatan jiwa", case.reference, victim.reference):
        assert word not in letter, word
    assert "Lembaga KB (rekaan)" in letter, "to whom she agreed"
    for group in (G.STORY, G.CONTACT, G.HEALTH):
        with acting(cast.case_worker) as by, pytest.raises(Denied, match="does not cover"):
            issue_paper(
                case=case,
                wanted=wanted(PaperKind.REFERRAL, group, told=asks),
                now=datetime.now(UTC),
                by=by,
            )


def test_without_her_word_a_letter_says_a_reference_and_nothing_of_her(cast: Cast) -> None:
    victim, case = her(cast)
    work(cast, case)
    opened(cast, victim, G.IDENTITY)
    made, letter = issue(cast, case, wanted(PaperKind.REFERRAL))
    assert made.reference in letter
    assert made.groups == []
    for word in (NAME, "1999", "Perempuan", "Konseling", "Indonesia", case.reference):
        assert word not in letter, word
    with acting(cast.case_worker) as by, pytest.raises(Denied, match="does not cover"):
        issue_paper(
            case=case,
            wanted=wanted(PaperKind.REFERRAL, G.IDENTITY),
            now=datetime.now(UTC),
            by=by,
        )


@pytest.mark.parametrize("to", ["Kepala Klinik Rekaan B", "kepada KLINIK REKAAN B, di tempat"])
def test_her_no_to_a_recipient_stands_however_its_name_is_written(cast: Cast, to: str) -> None:
    victim, case = her(cast)
    asked(
        cast, victim, said="no", to_organisation=None, to_kind="health", to_words="Klinik Rekaan B"
    )
    asks = wanted(PaperKind.REFERRAL, told={"to": to})
    with acting(cast.case_worker) as by, pytest.raises(Denied, match="She said no"):
        issue_paper(case=case, wanted=asks, now=datetime.now(UTC), by=by)


def test_the_police_never_get_what_is_care_on_paper_either(cast: Cast) -> None:
    victim, case = her(cast)
    work(cast, case)
    given = asked(
        cast,
        victim,
        purpose="report_crime",
        to_organisation=None,
        to_kind="law_enforcement",
        to_words="Polres Rekaan",
        groups=(G.FACTS, G.SERVICES, G.HEALTH),
    )
    asks = {"recipient": str(given.id), "services": ["accompaniment"]}
    _made, letter = issue(cast, case, wanted(PaperKind.REFERRAL, told=asks))
    assert "Polres Rekaan" in letter
    assert "Menjahit" not in letter
    assert "Konseling" not in letter, "services she was given are care"


def test_a_consent_on_paper_says_who_for_what_and_what_a_no_means(cast: Cast) -> None:
    victim, case = her(cast)
    yes = asked(cast, victim, interpreter=True, words="Jangan telepon rumah.")
    no = asked(
        cast, victim, said="no", purpose="legal_help", to_organisation=cast.partner.organisation
    )
    told = {"consents": [str(yes.id), str(no.id)]}
    _made, text = issue(cast, case, wanted(PaperKind.CONSENT, reason="", told=told))
    for word in (
        *("Lembaga KB (rekaan)", "bantuan dan layanan dari mereka", "Kami tetap membantu Anda"),
        *("Lembaga LN (rekaan)", "Tidak ada yang mewakili Anda", "Jangan telepon rumah."),
        *(yes.text_version, "case.worker", "Juru bahasa"),
    ):
        assert word in text, word
    assert NAME not in text


@pytest.mark.parametrize(("language", "day"), [("id", "tanggal tiga puluh satu bulan Desember"),
                                               ("en", "31 Dec 2026")])  # fmt: skip
def test_minutes_name_the_offices_day_in_the_papers_language(
    cast: Cast, language: str, day: str
) -> None:
    _victim, case = her(cast)
    now = datetime(2026, 12, 31, 2, 0, tzinfo=UTC)
    with acting(cast.case_worker) as by, override("en" if language == "id" else "id"):
        for kind in (PaperKind.HANDOVER, PaperKind.CONFERENCE):
            made = issue_paper(case=case, wanted=wanted(kind, language=language), now=now, by=by)
            assert day in json.dumps(sheet_of(made), ensure_ascii=False)


def test_a_keeper_makes_minutes_and_nothing_else(cast: Cast) -> None:
    _victim, case = her(cast)
    made, _text = issue(cast, case, wanted(PaperKind.HANDOVER), cast.keeper)
    assert made.groups == ["facts"]
    for kind in (PaperKind.SOCIAL_REPORT, PaperKind.REFERRAL, PaperKind.CONFERENCE):
        with acting(cast.keeper) as by, pytest.raises(Denied, match="may not"):
            issue_paper(case=case, wanted=wanted(kind), now=datetime.now(UTC), by=by)
    with acting(cast.nurse) as by, pytest.raises(Denied):
        issue_paper(case=case, wanted=wanted(PaperKind.HANDOVER), now=datetime.now(UTC), by=by)


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


def test_a_reports_paper_has_its_codes_and_triage_and_names_nobody(cast: Cast) -> None:
    by, now = cast.hotline_supervisor, datetime.now(UTC)
    draft = Draft(
        about="not_free",
        told=STORY,
        teller=Teller(relation="parent", name=NAME, number=PHONE),
        persons=(Concerned(state="held", sex="male", citizenship="ID", identity={"name": NAME}),),
        named=(Named("Nama-Rekaan-Terlapor", "", ""),),
    )
    with acting(by):
        report = take_report(draft=draft, channel="phone", now=now, by=by)
        asks = Wanted(PaperKind.REPORT, "id", Goes.OFFICE, told={"signer": "A"})
        with pytest.raises(Denied, match="triage comes first"):
            issue_report_paper(report=report, wanted=asks, now=now, by=by)
        person = PersonConcerned.objects.get()
        answers = {each.code: TriageTold("not_asked") for each in tool("triage")}
        answers["danger"] = TriageTold("yes", "noticed")
        report = triage_report(
            report=report, answers={person.id: answers}, version=report.version, now=now, by=by
        )
        made = issue_report_paper(report=report, wanted=asks, now=now, by=by)
        text = json.dumps(sheet_of(made), ensure_ascii=False)
    assert made.number.startswith("001/LAP/HL/")
    question = tool("triage").get("danger")
    assert question is not None
    assert question.label["id"] in text
    assert report.reference in text
    for word in (NAME, PHONE, STORY, "Nama-Rekaan-Terlapor"):
        assert word not in text, word
    with acting(cast.operator) as other, pytest.raises(Denied, match="take the report first"):
        issue_report_paper(report=report, wanted=asks, now=now, by=other)


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
