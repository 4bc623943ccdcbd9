"""What the readers of registers refuse, in the reader's language.

`analytics` is pure and speaks English (`Refusal`: where, problem, remedy). Its sentences stand here
as patterns, so that a page of the platform says them in Indonesian too; a test walks the readers'
source and fails for one that is missing.
"""

import re
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

PROBLEMS: Final = (
    noop("has no profile and fits no built-in one"),
    noop("fits more than one built-in profile (%(a)s)"),
    noop("has no header line"),
    noop("has a header that cannot be read"),
    noop("is a key file without the column %(a)s"),
    noop("is a key file whose first line cannot be read"),
    noop("is a key file that cannot be read"),
    noop("is too long for a profile"),
    noop("cannot be read"),
    noop("is not UTF-8 text"),
    noop("is not a YAML profile (line %(a)s)"),
    noop("is not a YAML profile"),
    noop("has one name for two columns (numbers %(a)s and %(b)s)"),
    noop("has no row that can be read (%(a)s rows, all rejected)"),
    noop("has a header and no rows"),
    noop("lacks the columns %(a)s of the profile %(b)s"),
    noop("is empty"),
    noop("is packed twice"),
    noop("is not a table (binary content)"),
    noop("is a folder"),
    noop("does not exist"),
    noop("cannot be opened"),
    noop("is empty once unpacked"),
    noop("is a gzip file that was cut off or damaged"),
    noop("is a Parquet file that cannot be read"),
    noop("has no sheet of that name"),
    noop("has several sheets"),
    noop("is not a workbook that can be read"),
    noop("is a PDF, not a table"),
    noop("is an old or a locked Excel file"),
    noop("is a database, not a table"),
    noop("is a picture, not a table"),
    noop("is missing: a profile is a mapping of keys"),
    noop("is missing"),
    noop("is no key of a profile"),
    noop("feeds %(a)s a second time"),
    noop("must be one text"),
    noop("%(a)s is no date format with a year, as %%d/%%m/%%Y is"),
    noop("must be a mapping (key: value)"),
    noop("must be a whole number"),
    noop("must be a date written YYYY-MM-DD"),
    noop("must be a short name of letters, digits, _ and -"),
    noop("must be one of %(a)s, or a column"),
    noop("must be one of %(a)s"),
    noop("must name its column"),
    noop("is unknown; %(a)s takes %(b)s"),
    noop("ends before it begins"),
    noop("must be authority or service"),
    noop("is no known encoding (try utf-8, cp1252, utf-16)"),
    noop("must be one character"),
    noop("must name one of the standard fields"),
    noop("has both values and when; choose one"),
    noop("%(a)s takes one code, so no split"),
    noop("%(a)s is no field of codes, so no when"),
    noop("is kemendagri or bps_2018, for a district"),
    noop("is not {any: [...]} or {all: [...]} of conditions"),
    noop("holds a condition that is not {attribute: [codes]}"),
    noop("speaks of %(a)s, which is no attribute of a person"),
    noop("needs a list of codes for %(a)s"),
    noop("needs true or false for %(a)s"),
    noop("needs whole numbers for %(a)s"),
    noop("names %(a)s, which is no code of %(b)s"),
)
REMEDIES: Final = (
    noop("Mend the proposal, save it beside the file as NAME.profile.yaml, check again."),
    noop(
        "Run `suar register check` on it for a proposal, mend it, save it beside the file as"
        " NAME.profile.yaml or name it with --profile."
    ),
    noop("Say which with --profile, or put a NAME.profile.yaml beside it."),
    noop("The first line must name the columns."),
    noop("Save the file as UTF-8 CSV, or say `encoding` in the profile."),
    noop("Ask its owner to make it again with `suar key`."),
    noop("See docs/reference/profile.md, or let `suar register check FILE` propose a profile."),
    noop("Name a profile that exists."),
    noop("Rename one of them in the header line."),
    noop("The first was rejected because: %(a)s."),
    noop("Export it again."),
    noop(
        "The file has %(a)s columns. Mend the profile, its `delimiter`, `skip` or `sheet`, or"
        " choose another with --profile."
    ),
    noop("Unpack it with gunzip first."),
    noop("Export the register as CSV, XLSX or Parquet."),
    noop("Name the files in it."),
    noop("Check the path and your right to it."),
    noop("Copy or export it again; nothing of it was used."),
    noop("Say `sheet:` in the profile; there are: %(a)s."),
    noop("Save it as .xlsx or CSV; a ZIP must be unpacked first."),
    noop("Ask for the table itself as CSV or XLSX."),
    noop("Save it as .xlsx without password."),
    noop("Export the table as CSV."),
    noop("Write for example scope: {any: [{sex: [female]}, {minor: [true]}]}."),
)
#: Why a row was rejected; it stands inside a remedy.
REJECTIONS: Final = (
    noop("a cell is over 1 MB"),
    noop("%(a)s fields where the header has %(b)s"),
    noop("a NUL byte stands in a cell"),
    noop("bytes that are no text in the file's encoding"),
)
_WHERE: Final = re.compile(r"(?:row (?P<row>\d+))?(?:, )?(?:column (?P<column>.+))?")


def refusal_in_words(text: str) -> str:
    """Give a refusal (its text, or its problem or remedy alone) in the language in force.

    What no pattern knows comes back as it is: better English than nothing.
    """
    if alone := _one(text, PROBLEMS) or _one(text, REMEDIES) or _one(text, REJECTIONS):
        return alone
    for place in _ends_of_problem(text):
        where, problem = _parted(text[:place])
        remedy = text[place + 2 :]
        said = _one(problem, PROBLEMS)
        helped = _one(remedy, REMEDIES) if remedy else ""
        if said is not None and helped is not None:
            head = f"{where}: {said}" if where else f"{said[:1].upper()}{said[1:]}"
            return f"{head}. {helped}".strip()
    return text


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
