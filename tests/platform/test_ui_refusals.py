"""Refusals in Indonesian: what readers, rules and lifecycles say to whoever asked for too much."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from cast import Cast, make_cast
from django.template import Context, Template
from django.utils import translation
from signing import client_of

from suar.analytics.registers.profile_yaml import parse_profile
from suar.base.ui.reasons import in_words
from suar.base.ui.refusals import known, refusal_in_words
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.decision import Decision
from suar.knowledge.rules.lifecycle import LIFECYCLES, NOTHING, may_move
from suar.knowledge.rules.permissions import ROLES, Holder
from suar.knowledge.rules.visibility import REASONS, FieldGroup, Relation, sight

READERS = Path(__file__).resolve().parents[2] / "src" / "suar" / "analytics" / "registers"
#: Said on the command line only: no page reads several files, a map or a list of facts.
ELSEWHERE = {"blind.py"}
HOLES = "ab"


def _texts(node: ast.expr) -> Iterator[str]:
    """Give what an expression may say, its holes as the patterns write them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value.replace("%", "%%") if "%" in node.value else node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        names, text = iter(HOLES), ""
        for part in node.values:
            plain = isinstance(part, ast.Constant)
            text += str(part.value).replace("%", "%%") if plain else f"%({next(names)})s"
        yield text


def _said() -> Iterator[tuple[str, str]]:
    for path in sorted(READERS.glob("*.py")):
        if path.name in ELSEWHERE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            told = [k.value for k in node.keywords if k.arg == "remedy"]
            at = {"Refusal": 0, "_refusal": 0, "refuse": 1, "Fault": 1}.get(name)
            if at is None:
                continue
            for each in [*node.args[at : at + 1], *told]:
                yield from ((f"{path.name}:{node.lineno}", text) for text in _texts(each))


def test_every_sentence_of_the_readers_is_among_the_patterns() -> None:
    on_the_command_line = ("--profile", "register was given", "given twice", "Name each file")
    on_the_command_line += ("NAME must be", "one or more files", "coded facts", "never goes into")
    on_the_command_line += ("is no fact", "Facts are", "With several registers")
    missing = [
        (place, text)
        for place, text in _said()
        if not known(text)
        and not known(text.replace(" profile%(a)s", " profile"))
        and not any(each in text for each in on_the_command_line)
    ]
    assert missing == []
    assert len(list(_said())) > 50


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (Refusal("is empty", remedy="Export it again."), "Kosong. Ekspor ulang berkasnya."),
        (
            Refusal("is missing", column="columns", row=3),
            "baris 3, kolom columns: tidak ada.",
        ),
        (
            Refusal(
                "has no row that can be read (7 rows, all rejected)",
                remedy="The first was rejected because: 3 fields where the header has 5.",
            ),
            "Tidak punya baris yang dapat dibaca (7 baris, semuanya ditolak). Baris pertama"
            " ditolak karena: 3 bidang, padahal judulnya 5.",
        ),
    ],
)
def test_a_refusal_is_put_together_anew(refusal: Refusal, said: str) -> None:
    with translation.override("id"):
        assert refusal_in_words(str(refusal)) == said
    with translation.override("en"):
        assert refusal_in_words(str(refusal)) == str(refusal)


@pytest.mark.parametrize(
    "profile",
    [
        "columns: {A: name}",
        "x",
        "register: a b\ncolumns: {A: name}",
        "[",
        "register: p\ncolumns: 1",
    ],
)
def test_what_is_wrong_with_a_profile_is_said_in_indonesian(profile: str) -> None:
    with pytest.raises(Refusal) as refused, translation.override("id"):
        parse_profile(profile)
    with translation.override("id"):
        assert refusal_in_words(refused.value.problem) != refused.value.problem
        assert refusal_in_words(refused.value.remedy).startswith("Lihat docs/")


def test_what_no_pattern_knows_stays_as_it_is() -> None:
    with translation.override("id"):
        assert refusal_in_words("Something else. Do that.") == "Something else. Do that."


@pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=str)
def test_no_state_is_named_in_english_on_an_indonesian_page(lifecycle: object) -> None:
    with translation.override("id"):
        for move in lifecycle.moves:
            for state in (NOTHING, *lifecycle.states()):
                for role in ("", *ROLES):
                    holder = Holder(role) if role else None
                    decided = may_move(lifecycle, move.name, state=state, holder=holder)
                    if not decided.allowed:
                        _is_indonesian(decided)


def test_no_field_group_is_refused_in_english_on_an_indonesian_page() -> None:
    with translation.override("id"):
        for role in ROLES:
            for group in FieldGroup:
                for relation in Relation:
                    seen = sight(role, group, relation)
                    if seen.reason:
                        _is_indonesian(Decision(False, seen.reason))
        assert in_words(REASONS["wall"]["en"]) == REASONS["wall"]["id"]


def _is_indonesian(decided: Decision) -> None:
    text = '{% load suar %}{% decision decided "Buka" %}'
    drawn = Template(text).render(Context({"decided": decided}))
    said = drawn.split('class="reason"')[1]
    english = ("Not ", "not yet", "may not", "There is", "Sealed", "Open to", "grant", "No post")
    assert not any(each in said for each in english), (decided.reason, said)


def test_a_page_of_refusal_is_indonesian(database: str) -> None:
    cast: Cast = make_cast()
    page = client_of(cast.case_worker, language="id").get("/people/").content.decode()
    assert "Bukan untuk jabatan ini" in page
    assert "may not" not in page
