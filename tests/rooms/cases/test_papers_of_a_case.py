"""Papers: what each may carry; nothing of her without her word."""

import json
from datetime import UTC, datetime

import pytest
from cast import Cast, make_cast
from django.utils.translation import override

from rooms.cases.made_papers import G, issue, wanted
from rooms.cases.paper_story import HOUSE, NAME, NIK, PHONE, STORY, asked, her, opened, work
from suar.base.access.acting import acting
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.papers import Goes, PaperKind
from suar.knowledge.screening import tool
from suar.rooms.cases.papers.selectors import sheet_of
from suar.rooms.cases.papers.services import Wanted, issue_paper, issue_report_paper
from suar.rooms.cases.services import giving, needs, notes
from suar.rooms.intake.facts import Concerned, Draft, Named, Teller
from suar.rooms.intake.facts import Told as TriageTold
from suar.rooms.intake.models import PersonConcerned
from suar.rooms.intake.services import take_report, triage_report


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


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
