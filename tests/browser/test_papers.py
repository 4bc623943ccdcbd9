"""Papers as Chromium prints them: foot on every page, page x of y in the paper's language."""

import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from browser.live import Live

LONG = """() => {
  const sign = document.querySelector(".signature");
  for (let n = 0; n < 40; n += 1) {
    const line = document.createElement("p");
    line.textContent = "Kalimat rekaan yang panjang. ".repeat(8);
    sign.before(line);
  }
}"""


def _printed(chromium: Any, live: Live, address: str, at: Path) -> list[str]:
    """Give the text of each printed page."""
    if which("pdftotext") is None:
        pytest.skip("no pdftotext to read a printed page with")
    page = chromium.new_page()
    page.goto(live.url + address)
    page.evaluate(LONG)
    page.pdf(path=at, prefer_css_page_size=True)
    page.close()
    told = subprocess.run(
        ["pdftotext", "-layout", str(at), "-"], capture_output=True, text=True, check=True
    )
    return told.stdout.rstrip("\f\n").split("\f")


@pytest.mark.parametrize(
    ("language", "words"), [("id", r"halaman {} dari {}"), ("en", r"page {} of {}")]
)
def test_every_page_carries_its_number_and_the_papers(
    chromium: Any, live: Live, tmp_path: Path, language: str, words: str
) -> None:
    address = f"/components/paper/?language={language}"
    pages = _printed(chromium, live, address, tmp_path / "paper.pdf")
    assert len(pages) > 2
    for at, text in enumerate(pages, start=1):
        assert re.search(words.format(at, len(pages)), text), (at, text[-300:])
        assert "SR-4T7M-9Q2" in text, at
    assert "Bahasa Indonesia" not in "".join(pages), "the screen's bar is not printed"
    assert all(len(text.split()) > 30 for text in pages), "no page holds the foot alone"


def test_a_neutral_paper_prints_no_name(chromium: Any, live: Live, tmp_path: Path) -> None:
    address = "/components/paper/?language=id&neutral=1"
    text = "".join(_printed(chromium, live, address, tmp_path / "paper.pdf"))
    for secret in ("LEMBAGA D", "Lembaga D", "Jalan Rekaan", "Nomor", "Pekerja kasus"):
        assert secret not in text
