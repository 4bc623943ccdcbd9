"""Every paper of a case and every blank form as Chromium prints it, in both languages."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from cast import PASSWORD, Cast, make_cast

from browser.live import Live, give_codes, sign_in
from rooms.cases.paper_story import NAME, asked, her, opened, work
from suar.base.access.acting import acting
from suar.base.accounts.models import Organisation
from suar.knowledge.rules.papers import Goes, PaperKind
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Paper
from suar.rooms.cases.papers.blank import FORMS
from suar.rooms.cases.papers.services import Wanted, issue_paper
from suar.rooms.cases.services import notes

G = FieldGroup
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGE_OF = {"id": "halaman 1 dari", "en": "page 1 of"}
SIGN = {
    "signer": "Rekaan Sari, S.Sos.",
    "signer_post": "Pekerja kasus",
    "signer_number": "NIP 0000",
}
TOLD: dict[PaperKind, dict[str, Any]] = {
    PaperKind.SOCIAL_REPORT: {
        "to": "Kepala Dinas Sosial Rekaan", "at": "Kota Rekaan",
        "why": "Klien meminta tempat tinggal sementara dan bantuan hukum.",
        "history": "Klien bekerja di luar negeri selama delapan bulan tanpa upah. Ia pulang dengan"
                   " bantuan perwakilan dan datang sendiri ke kami.",
        "opinion": "Klien mampu menentukan jalannya sendiri bila utang dan dokumennya selesai.",
        "recommendation": "1. Pelatihan menjahit.\n2. Pendampingan permohonan restitusi.",
        "known_by": "Rekaan Budi, M.Si.", "copies": "Arsip\nDinas Sosial Provinsi Rekaan", **SIGN,
    },
    PaperKind.REFERRAL: {
        "to": "u.p. Koordinator Layanan", "at": "Kota Rekaan", "enclosures": "1 lembar balasan",
        "services": ["counselling", "vocational_training", "general_care"],
        "words_asked": "Konseling seminggu sekali, pagi hari.", "copies": "Arsip", **SIGN,
    },
    PaperKind.CONSENT: {"consents": []},
    PaperKind.HANDOVER: {
        "matter": "documents", "things": "Paspor; 1; baik\nKartu keluarga; 1; sobek di tepi",
        "first_name": "Rekaan Sari", "first_post": "Pekerja kasus", "first_office": "Lembaga RA",
        "second_name": "", "second_post": "", "second_office": "", "witness": "Rekaan Budi",
        "place": "Kota Rekaan",
    },
    PaperKind.CONFERENCE: {
        "matter_words": "Rencana setelah tiga bulan", "her_say": "Ia ingin menjahit di rumah.",
        "present": "Rekaan Sari; Pekerja kasus\nRekaan Budi; Penyelia", "said": "Utang dibahas.",
        "agreed": "Daftar pelatihan; Sari; 30 November\nSurat ke dinas; Budi; 5 Desember",
        "chair": "Rekaan Budi", "chair_post": "Penyelia", "place": "Kota Rekaan", **SIGN,
    },
}  # fmt: skip


@pytest.fixture
def cast(live: Live) -> Cast:
    made = make_cast()
    with acting(made.administrator):  # no shelter, so that the head stands with its address
        Organisation.objects.filter(id=made.case_worker.organisation).update(
            kind="social", address="Jalan Rekaan 1, Kota Rekaan", hotline="0800 000 000"
        )
    return made


def _issued(cast: Cast) -> list[tuple[str, Paper]]:
    victim, case = her(cast)
    work(cast, case)
    given = asked(cast, victim, interpreter=True, words="Jangan telepon rumah.")
    no = asked(
        cast,
        victim,
        said="no",
        purpose="report_crime",
        to_organisation=None,
        to_kind="law_enforcement",
        to_words="Polres Rekaan",
    )
    opened(cast, victim, G.IDENTITY, G.STORY, G.HEALTH)
    with acting(cast.case_worker) as by:
        for on in (datetime.now(UTC).date(),):
            notes.write_legal(
                case=case, state="complaint", words="Rekaan.", on=on, now=datetime.now(UTC), by=by
            )
            notes.write_health(
                case=case, topic="body", words="Telinga.", on=on, now=datetime.now(UTC), by=by
            )
    told = {
        **TOLD,
        PaperKind.CONSENT: {"consents": [str(given.id), str(no.id)]},
        PaperKind.REFERRAL: {**TOLD[PaperKind.REFERRAL], "recipient": str(given.id)},
    }
    groups = {
        PaperKind.SOCIAL_REPORT: {G.IDENTITY, G.STORY, G.HEALTH, G.LEGAL},
        PaperKind.REFERRAL: {G.IDENTITY},
        PaperKind.CONSENT: {G.IDENTITY},
    }
    found = []
    for kind, typed in told.items():
        for language in ("id", "en"):
            wanted = Wanted(
                kind=kind,
                language=language,
                goes=Goes.OFFICE,
                groups=frozenset(groups.get(kind, set())),
                reason="service",
                told={"place": "Kota Rekaan", **typed},
            )
            found.append((f"{kind.value}-{language}", _made(cast, case, wanted)))
            if kind is PaperKind.REFERRAL:
                without = {"recipient": "without", "to": "Klinik Rekaan", "services": [], **SIGN}
                wanted = replace(wanted, groups=frozenset(), told=without)
                found.append((f"referral-without-{language}", _made(cast, case, wanted)))
    neutral = Wanted(
        PaperKind.CONSENT, "id", Goes.HERSELF, reason="her_wish",
        told={"consents": [str(given.id)]},
    )  # fmt: skip
    with acting(cast.case_worker):
        type(victim).objects.filter(id=victim.id).update(paper_safe="yes")
    return [*found, ("consent-hers-id", _made(cast, case, neutral))]


def _made(cast: Cast, case: Any, wanted: Wanted) -> Paper:
    with acting(cast.case_worker) as by:
        return issue_paper(case=case, wanted=wanted, now=datetime.now(UTC), by=by)


def _printed(page: Any, address: str, at: Path) -> list[str]:
    """Print a paper to PDF and a picture; give the text of each printed page."""
    page.goto(address)
    page.screenshot(path=at.with_suffix(".png"), full_page=True)
    page.pdf(path=at.with_suffix(".pdf"), prefer_css_page_size=True)
    told = subprocess.run(
        ["pdftotext", "-layout", str(at.with_suffix(".pdf")), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.rstrip("\f\n").split("\f")


def _barriers(page: Any) -> list[Any]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=AXE)
    return [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found.response["violations"]]


def _pages_hold(page: Any, live: Live, paper: Paper, at: Path) -> None:
    """Look at the list and the forms, wide and narrow: no barrier, nothing wider than the page."""
    one = f"{live.url}/cases/{paper.case_id}/papers/"
    kinds = [kind.value for kind in TOLD]
    addresses = {"list": one, "blanks": f"{live.url}/cases/blank/"}
    addresses |= {f"make-{kind}": f"{one}{kind}/" for kind in kinds}
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in addresses.items():
            page.goto(address)
            page.screenshot(path=at / f"page-{name}-{width}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (name, width, wide)
            if width == 1280:
                assert not _barriers(page), name
    page.set_viewport_size({"width": 1000, "height": 900})


def test_every_paper_prints_in_both_languages(
    live: Live, chromium: Any, cast: Cast, tmp_path: Path
) -> None:
    if which("pdftotext") is None:
        pytest.skip("no pdftotext to read a printed page with")
    issued = _issued(cast)
    give_codes(cast.case_worker.person)
    page = chromium.new_context(viewport={"width": 1000, "height": 900}).new_page()
    sign_in(page, live, email="case.worker@example.org", password=PASSWORD)
    for name, paper in issued:
        pages = _printed(page, f"{live.url}/cases/papers/{paper.id}/", tmp_path / name)
        whole = "".join(pages)
        assert PAGE_OF[paper.language] in pages[0], name
        assert all(paper.reference in each for each in pages), name
        assert (paper.number in whole) is not paper.neutral, name
        assert ("JALAN REKAAN 1" in whole.upper()) is not paper.neutral, name
        named = "without" not in name and "hers" not in name
        carries = named and paper.kind in ("social_report", "referral", "consent")
        assert (NAME in whole) is carries, name
        assert not _barriers(page), name
    _pages_hold(page, live, issued[0][1], tmp_path)
    for name in FORMS:
        for language in ("id", "en"):
            address = f"{live.url}/cases/blank/{name}/?language={language}"
            pages = _printed(page, address, tmp_path / f"blank-{name}-{language}")
            assert PAGE_OF[language] in pages[0]
            assert not _barriers(page), name
