"""The picture as pages: one self-contained file for screen and paper, one note for a desk.

Both are made from the picture document alone, so that nothing stands in them that the document's
disclosure control did not see.
"""

from pathlib import Path

from suar.analytics.picture.document import PictureDocument

__all__ = ["render_html", "write_nota"]


def render_html(document: PictureDocument, language: str) -> str:
    """Give `picture.html`: see `page.render_html`; Altair and Jinja are imported only here."""
    from suar.analytics.picture.report import page

    return page.render_html(document, language)


def write_nota(document: PictureDocument, language: str, path: Path) -> None:
    """Write `nota.docx`: see `nota.write_nota`; python-docx is imported only here."""
    from suar.analytics.picture.report import nota

    nota.write_nota(document, language, path)
