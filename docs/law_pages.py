"""The generated reference of the law: one page a kind and language, made from the facts files.

`docs/generate.py` calls `law_pages()`; `python docs/law_pages.py` writes them alone.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "docs/reference/law"
MADE = "<!-- Made from the facts files by docs/law_pages.py; changes here are lost. -->\n"
TITLES = {
    "en": ("The law, page by page", "Made from `src/suar/knowledge/law/facts`."),
    "id": ("Hukumnya, halaman demi halaman", "Dibuat dari `src/suar/knowledge/law/facts`."),
}


def law_pages() -> dict[str, str]:
    """Give every generated page of the law by its path, in both languages."""
    from suar.knowledge.law.lawbook import shipped
    from suar.knowledge.law.pages import as_markdown, index, page
    from suar.knowledge.law.wording import Wording

    book, pages = shipped(), {}
    for language in ("en", "id"):
        wording = Wording(language)
        for kind, ids in index(book).items():
            title = wording.label("kinds", kind)
            parts = [as_markdown(page(book, id_, language=language)) for id_ in ids]
            links = ", ".join(f"[{id_}](#{id_.lower()})" for id_ in ids)
            head = f"{MADE}\n# {title}\n\n{wording.say('not_advice')}\n\n{links}\n\n"
            pages[f"{FOLDER}/{kind}.{language}.md"] = head + "\n".join(parts)
        pages[f"{FOLDER}/index.{language}.md"] = _index(language)
    pages[f"{FOLDER}/facts-of-a-case.md"] = _words()
    return pages


def _index(language: str) -> str:
    from suar.knowledge.law.lawbook import shipped
    from suar.knowledge.law.pages import index
    from suar.knowledge.law.wording import Wording

    wording, book = Wording(language), shipped()
    title, made = TITLES[language]
    newest = wording.say("newest_source", date=book.newest_source)
    lines = [f"{MADE}\n# {title}\n", f"{wording.say('not_advice')} {newest} {made}\n"]
    for kind, ids in index(book).items():
        label = wording.label("kinds", kind)
        lines.append(f"- [{label}]({kind}.{language}.md): {len(ids)}")
    return "\n".join(lines) + "\n"


def _words() -> str:
    """Give every key and word that a FACTS file may use."""
    from suar.knowledge.law import case_facts
    from suar.knowledge.law.lawbook import shipped
    from suar.knowledge.law.wording import Wording

    book, english, indonesian = shipped(), Wording("en"), Wording("id")
    groups = {
        **book.codes,
        "movement": ("none", *case_facts.MOVEMENTS),
        "place": case_facts.PLACES,
        "harm": ("none", *case_facts.HARMS),
        "role": case_facts.ROLES,
    }
    lines = [
        f"{MADE}\n# Words of a FACTS file\n",
        "`suar law charge FACTS.yaml` reads these keys: `acts means purposes result act_date "
        "act_until judged_on victim{age,citizenship} movement exploitation_place "
        f"offender{{{','.join(case_facts.OFFENDER)},role}} attempt harm "
        f"other{{{','.join(case_facts.FLAGS)}}} charged events`. A list that is given is "
        "complete; `[]` is none; an absent key is not known; `{code: yes}` is partial. An age may "
        "be years, a range (`15-17`), `child`, `adult` or `unborn`; a date may be a year, a month "
        "or a day; a citizenship is an ISO 3166 code of two or three letters, or `stateless`. "
        "`events` gives the day that a restitution step is counted from. No key takes a name.\n",
    ]
    for group, codes in groups.items():
        lines += [f"## {group}\n", "| code | English | Bahasa Indonesia |", "| --- | --- | --- |"]
        for code in codes:
            words = english.label(group, code), indonesian.label(group, code)
            lines.append(f"| `{code}` | {words[0]} | {words[1]} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    for name, text in law_pages().items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.exit(0)
