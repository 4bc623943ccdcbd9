"""What the readers of registers refuse, in the reader's language.

`analytics` is pure and speaks English (`Refusal`: where, problem, remedy). Its sentences stand here
as patterns, so that a page of the platform says them in Indonesian too; a test walks the readers'
source and fails for one that is missing.
"""

import re
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

PROBLEMS: Final = (
    gettext_noop("has no profile and fits no built-in one"),
    gettext_noop("fits more than one built-in profile (%(a)s)"),
    gettext_noop("has no header line"),
    gettext_noop("has a header that cannot be read"),
    gettext_noop("is a key file without the column %(a)s"),
    gettext_noop("is a key file whose first line cannot be read"),
    gettext_noop("is a key file that cannot be read"),
    gettext_noop("is a key file that was cut off"),
    gettext_noop("is too long for a profile"),
    gettext_noop("cannot be read"),
    gettext_noop("is not UTF-8 text"),
    gettext_noop("is not a YAML profile (line %(a)s)"),
    gettext_noop("is not a YAML profile"),
    gettext_noop("has one name for two columns (numbers %(a)s and %(b)s)"),
    gettext_noop("has no row that can be read (%(a)s rows, all rejected)"),
    gettext_noop("has a header and no rows"),
    gettext_noop("lacks the columns %(a)s of the profile %(b)s"),
    gettext_noop("is empty"),
    gettext_noop("is packed twice"),
    gettext_noop("is not a table (binary content)"),
    gettext_noop("is a folder"),
    gettext_noop("does not exist"),
    gettext_noop("cannot be opened"),
    gettext_noop("is empty once unpacked"),
    gettext_noop("is a gzip file that was cut off or damaged"),
    gettext_noop("is a Parquet file that cannot be read"),
    gettext_noop("has no sheet of that name"),
    gettext_noop("has several sheets"),
    gettext_noop("is not a workbook that can be read"),
    gettext_noop("is a PDF, not a table"),
    gettext_noop("is an old or a locked Excel file"),
    gettext_noop("is a database, not a table"),
    gettext_noop("is a picture, not a table"),
    gettext_noop("is missing: a profile is a mapping of keys"),
    gettext_noop("is missing"),
    gettext_noop("is no key of a profile"),
    gettext_noop("feeds %(a)s a second time"),
    gettext_noop("must be one text"),
    gettext_noop("%(a)s is no date format with a year, as %%d/%%m/%%Y is"),
    gettext_noop("must be a mapping (key: value)"),
    gettext_noop("must be a whole number"),
    gettext_noop("must be a date written YYYY-MM-DD"),
    gettext_noop("must be a short name of letters, digits, _ and -"),
    gettext_noop("must be one of %(a)s, or a column"),
    gettext_noop("must be one of %(a)s"),
    gettext_noop("must name its column"),
    gettext_noop("is unknown; %(a)s takes %(b)s"),
    gettext_noop("ends before it begins"),
    gettext_noop("must be authority or service"),
    gettext_noop("is no known encoding (try utf-8, cp1252, utf-16)"),
    gettext_noop("must be one character"),
    gettext_noop("must name one of the standard fields"),
    gettext_noop("has both values and when; choose one"),
    gettext_noop("%(a)s takes one code, so no split"),
    gettext_noop("%(a)s is no field of codes, so no when"),
    gettext_noop("is kemendagri or bps_2018, for a district"),
    gettext_noop("is not {any: [...]} or {all: [...]} of conditions"),
    gettext_noop("holds a condition that is not {attribute: [codes]}"),
    gettext_noop("speaks of %(a)s, which is no attribute of a person"),
    gettext_noop("needs a list of codes for %(a)s"),
    gettext_noop("needs true or false for %(a)s"),
    gettext_noop("needs whole numbers for %(a)s"),
    gettext_noop("names %(a)s, which is no code of %(b)s"),
)
REMEDIES: Final = (
    gettext_noop("Mend the proposal, save it beside the file as NAME.profile.yaml, check again."),
    gettext_noop(
        "Run `suar register check` on it for a proposal, mend it, save it beside the file as"
        " NAME.profile.yaml or name it with --profile."
    ),
    gettext_noop("Say which with --profile, or put a NAME.profile.yaml beside it."),
    gettext_noop("The first line must name the columns."),
    gettext_noop("Save the file as UTF-8 CSV, or say `encoding` in the profile."),
    gettext_noop("Ask its owner to make it again with `suar key`."),
    gettext_noop(
        "See docs/reference/profile.md, or let `suar register check FILE` propose a profile."
    ),
    gettext_noop("Name a profile that exists."),
    gettext_noop("Rename one of them in the header line."),
    gettext_noop("The first was rejected because: %(a)s."),
    gettext_noop("Export it again."),
    gettext_noop(
        "The file has %(a)s columns. Mend the profile, its `delimiter`, `skip` or `sheet`, or"
        " choose another with --profile."
    ),
    gettext_noop("Unpack it with gunzip first."),
    gettext_noop("Export the register as CSV, XLSX or Parquet."),
    gettext_noop("Name the files in it."),
    gettext_noop("Check the path and your right to it."),
    gettext_noop("Copy or export it again; nothing of it was used."),
    gettext_noop("Say `sheet:` in the profile; there are: %(a)s."),
    gettext_noop("Save it as .xlsx or CSV; a ZIP must be unpacked first."),
    gettext_noop("Ask for the table itself as CSV or XLSX."),
    gettext_noop("Save it as .xlsx without password."),
    gettext_noop("Export the table as CSV."),
    gettext_noop("Write for example scope: {any: [{sex: [female]}, {minor: [true]}]}."),
)
#: Why a row was rejected; it stands inside a remedy.
REJECTIONS: Final = (
    gettext_noop("a cell is over 1 MB"),
    gettext_noop("%(a)s fields where the header has %(b)s"),
    gettext_noop("a NUL byte stands in a cell"),
    gettext_noop("bytes that are no text in the file's encoding"),
)
_WHERE: Final = re.compile(r"(?:row (?P<row>\d+))?(?:, )?(?:column (?P<column>.+))?")


def refusal_in_words(text: str) -> str:
    """Give a refusal (its text, or its problem or remedy alone) in the language in force.

    What no pattern knows comes back as it is: better English than nothing.
    """
    for place in _ends_of_problem(text):
        where, problem = _parted(text[:place])
        remedy = text[place + 2 :]
        said = _one(problem, PROBLEMS)
        helped = _one(remedy, REMEDIES) if remedy else ""
        if said is not None and helped is not None:
            head = f"{where}: {said}" if where else f"{said[:1].upper()}{said[1:]}"
            return f"{head}. {helped}".strip()
    return _one(text, PROBLEMS) or _one(text, REMEDIES) or _one(text, REJECTIONS) or text


def known(template: str) -> bool:
    """Whether a sentence of the readers (holes as `%(a)s`) is among the patterns."""
    return template in {*PROBLEMS, *REMEDIES, *REJECTIONS}


def _ends_of_problem(text: str) -> list[int]:
    ends = [match.start() for match in re.finditer(r"\. ", text)]
    return [*ends, len(text) - 1] if text.endswith(".") else ends


def _parted(head: str) -> tuple[str, str]:
    """Part "row 3, column X: problem" (or "Problem" alone) in where and problem."""
    where, colon, problem = head.partition(": ")
    match = _WHERE.fullmatch(where) if colon else None
    if match is None or not (match["row"] or match["column"]):
        return "", head[:1].lower() + head[1:]
    parts = []
    if match["row"]:
        parts.append(_("row %(row)s") % {"row": match["row"]})
    if match["column"]:
        parts.append(_("column %(column)s") % {"column": match["column"]})
    return ", ".join(parts), problem


def _one(text: str, templates: tuple[str, ...]) -> str | None:
    for template in templates:
        if match := _pattern(template).fullmatch(text):
            told = {
                name: _one(value, REJECTIONS) or value for name, value in match.groupdict().items()
            }
            return _(template) % told if "%" in template else _(template)
    return None


@lru_cache(maxsize=256)
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"%\((\w)\)s", template.replace("%%", "%") if "%" in template else template)
    holes = [re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+)" for at, part in enumerate(parts)]
    return re.compile("".join(holes))
