"""What `suar law facts` does: asks, lists words, checks facts files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suar.cli.console import say, show, show_json

if TYPE_CHECKING:
    from suar.knowledge.law.interview import Asked
    from suar.knowledge.law.lawbook import LawBook

_STOP = ("q", "quit", "selesai")
_NOT_KNOWN = ("", "?")
_HELP = {
    "en": {
        "start": "Answers stay in {file}. Enter or ? means not known; q ends.",
        "several": "Numbers of those that were done, with commas; 0 for none of these.",
        "one": "One number.",
        "yes_no": "y or n.",
        "text": "In words.",
        "again": "That could not be read: {why}",
        "end": "Kept in {file}. Next: suar law charge {file}",
    },
    "id": {
        "start": "Jawaban tetap di {file}. Enter atau ? berarti tidak diketahui; q untuk selesai.",
        "several": "Nomor yang dilakukan, dipisah koma; 0 jika tidak satu pun.",
        "one": "Satu nomor.",
        "yes_no": "y atau t.",
        "text": "Tulis jawabannya.",
        "again": "Tidak terbaca: {why}",
        "end": "Disimpan di {file}. Berikutnya: suar law charge {file}",
    },
}


def check_folder(folder: Path) -> None:
    """Check a folder of facts files; each problem is a line on stderr."""
    from suar.knowledge.law.checks import check_folder as problems_of
    from suar.knowledge.refusal import Refusal

    found = problems_of(folder)
    for problem in found:
        say(problem)
    if found:
        raise Refusal(f"{len(found)} problems in the facts files", remedy="Mend them and repeat.")
    show("The facts files keep their schema.")


def list_words(book: "LawBook", language: str, *, as_json: bool) -> None:
    """Print the words of a FACTS file with their labels."""
    from suar.knowledge.law import case_facts
    from suar.knowledge.law.wording import Wording

    wording = Wording(language)
    groups: dict[str, tuple[str, ...]] = {
        **book.codes,
        "movement": ("none", *case_facts.MOVEMENTS),
        "exploitation_place": case_facts.PLACES,
        "harm": ("none", *case_facts.HARMS),
        "role": case_facts.ROLES,
        "offender": case_facts.OFFENDER,
        "other": case_facts.FLAGS,
    }
    labels = {"exploitation_place": "place"}
    if as_json:
        show_json({group: list(codes) for group, codes in groups.items()})
        return
    for group, codes in groups.items():
        show(f"\n{group}:")
        for code in codes:
            show(f"  {code}: {wording.label(labels.get(group, group), code)}")


def interview(book: "LawBook", out: Path, language: str) -> None:
    """Ask until nothing more would be settled; every answer is written at once."""
    from suar.knowledge.law import interview as asking
    from suar.knowledge.law.wording import Wording
    from suar.knowledge.refusal import Refusal

    Wording(language)
    words, answers, skipped = _HELP[language], _begun(out, book), set[str]()
    say(words["start"].format(file=out.name))
    while asked := asking.next_question(answers, skipped, book, language=language):
        line = _ask(asked, words)
        if line is None or line.casefold() in _STOP:
            break
        if line in _NOT_KNOWN:
            skipped |= {f"{asked.fact}.{code}" for code, _ in asked.choices} | {asked.fact}
            continue
        try:
            fresh = asking.put(answers, asked.fact, _value(asked, line))
            asking.tried(fresh, book)
        except (Refusal, ValueError) as error:
            say(words["again"].format(why=error))
            continue
        answers = fresh
        _write(out, answers)
    say(words["end"].format(file=out.name))


def _begun(out: Path, book: "LawBook") -> dict[str, Any]:
    if not out.exists():
        return {}
    from suar.knowledge.law.entering import entered
    from suar.knowledge.law.reading import read

    document = read(out, typed=False)
    entered(document, book)
    return dict(document.data or {})


def _ask(asked: "Asked", words: dict[str, str]) -> str | None:
    say(f"\n{asked.text}")
    for number, (_, label) in enumerate(asked.choices, 1):
        say(f"  {number}  {label}")
    sys.stderr.write(f"{words[asked.kind]} > ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None


def _value(asked: "Asked", line: str) -> Any:
    if asked.kind == "text":
        return line
    if asked.kind == "yes_no":
        return {"y": "yes", "ya": "yes", "n": "no", "t": "no"}.get(line.casefold(), line)
    parts = [part for part in line.replace(" ", ",").split(",") if part]
    numbers = [int(part) if part.isdecimal() else -1 for part in parts]
    if any(not 0 <= number <= len(asked.choices) for number in numbers):
        raise ValueError(f"0 - {len(asked.choices)}")
    if asked.kind == "one":
        (only,) = numbers
        if not only:
            raise ValueError(f"1 - {len(asked.choices)}")
        return asked.choices[only - 1][0]
    return {
        code: "yes" if number in numbers else "no"
        for number, (code, _) in enumerate(asked.choices, 1)
    }


def _write(out: Path, answers: dict[str, Any]) -> None:
    """Write the answers for their owner alone, whole or not at all."""
    import yaml

    from suar.analytics.writing.folder import whole_file

    with whole_file(out) as aside:
        aside.touch(mode=0o600)
        aside.write_text(
            yaml.safe_dump(answers, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
