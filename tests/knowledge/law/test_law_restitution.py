"""Restitution tracks, clocks and conflicts; duties to tell; pages; questions one at a time."""

import pytest

from suar.knowledge.law import interview
from suar.knowledge.law.charging import charge
from suar.knowledge.law.duties import duties
from suar.knowledge.law.entering import from_mapping
from suar.knowledge.law.lawbook import shipped
from suar.knowledge.law.pages import index, page
from suar.knowledge.law.restitution import restitution
from suar.knowledge.law.rights_sheet import sheet_html, sheet_text
from suar.knowledge.refusal import Refusal

BOOK = shipped()
ABROAD = {
    "acts": ["take_out_of_indonesia"],
    "purposes": ["forced_labour_or_services"],
    "victim": {"age": 24, "citizenship": "ID"},
    "movement": "out_of_indonesia",
    "exploitation_place": "abroad",
    "attempt": "no",
}


def tracks(**facts):
    document = restitution(from_mapping({**ABROAD, **facts}, BOOK), BOOK)
    return {one["track"]: one["state"] for one in document["tracks"]}, document


def test_old_act_not_judged_yet():
    states, document = tracks(act_date="2025-11-14")
    assert states["tppo"] == "met"
    assert states["kuhap"] == "not_known"
    assert states["child"] == states["tpks"] == "not_met"
    assert {one["id"] for one in document["conflicts"]} == {"C1", "C2", "C3", "C5"}
    assert not [one for one in document["steps"] if one["track"] in ("child", "tpks")]


def test_placement_charged_alone_closes_the_trafficking_track_and_says_so():
    states, document = tracks(act_date="2026-03-01", charged=["ID-U18-81"])
    assert states["tppo"] == "not_met"
    assert states["kuhap"] == states["lpsk"] == "met"
    assert [one["id"] for one in document["conflicts"]] == ["C4"]


def test_judged_before_the_new_code_and_not_asked_leaves_the_claim_after_judgment():
    states, _ = tracks(
        act_date="2024-05-05", judged_on="2025-06-01", other={"restitution_claimed": "no"}
    )
    assert states["kuhap"] == "not_met"
    assert states["post_verdict"] == "met"


def test_child_and_sexual_exploitation_open_their_tracks():
    states, document = tracks(
        act_date="2026-03-01",
        purposes=["prostitution"],
        victim={"age": 15, "citizenship": "ID"},
        other={"restitution_claimed": "yes"},
    )
    assert states["child"] == states["tpks"] == "met"
    assert states["post_verdict"] == "not_met"
    assert "R16" in {one["id"] for one in document["steps"]}


@pytest.mark.parametrize(
    ("step", "event", "due"),
    [
        ("R21", "2026-05-01", "2026-05-15"),
        ("R22", "2026-05-01", "2026-05-31"),
        ("R18", "2026-05-01", "2026-07-30"),
        ("R14", "2026-05-01", "2026-05-12"),
        ("R01", "2026-05-01", None),
        ("R21", "2026-05", "2026-05-15"),
    ],
)
def test_a_clock_runs_from_the_day_that_was_entered(step, event, due):
    _, document = tracks(
        act_date="2026-03-01", victim={"age": 15, "citizenship": "ID"}, events={step: event}
    )
    found = next(one for one in document["steps"] if one["id"] == step)
    assert found["due"] == due


def test_every_duty_says_who_the_least_by_when_and_her_say():
    document = duties(BOOK)
    police = next(one for one in document["duties"] if one["id"] == "D01")
    assert police["limit_hours"] == 24
    assert police["confidence"] == "seen"
    sending = next(one for one in document["duties"] if "14(3)" in one["law"])
    assert sending["her_say"].startswith("Unless she objects")
    assert sending["confidence"] == "memory"
    for one in document["duties"]:
        assert all(one[key] for key in ("who", "tells", "minimum", "her_say", "by_when", "law"))
        assert "shelter" not in one["minimum"] or "Nothing of" in one["minimum"]


def test_bodies_plans_and_agreements_are_unknown_where_the_facts_are_silent():
    document = duties(BOOK)
    for plan in document["plans"]:
        assert plan["terms"]["confidence"] == "unknown"
        assert plan["terms"]["fill_in"]
    names = next(one for one in document["bodies"] if one["short"] == "KP2MI")["names_by_date"]
    assert [name["name"] for name in names] == ["BNP2TKI", "BP2MI", "KP2MI"]
    assert document["agreements_note"]


def test_every_id_has_a_page_in_both_languages_with_trust_and_date():
    ids = index(BOOK)
    assert len(ids["offences"]) == 58
    assert len(ids["steps"]) == 35
    assert len(ids["treaties"]) == 16
    assert len(ids["warnings"]) == 18
    flat = [one for found in ids.values() for one in found]
    assert len(set(flat)) == len(flat)
    for language in ("en", "id"):
        for id_ in flat:
            found = page(BOOK, id_, language=language)
            text = " ".join(block for _, block in found.blocks)
            assert found.title
            assert BOOK.newest_source in text
    with pytest.raises(Refusal, match="Did you mean ID-U21-4"):
        page(BOOK, "ID-U21-4a")


@pytest.mark.parametrize("language", ["en", "id"])
def test_my_rights_fits_a_sheet_has_a_neutral_title_and_fetches_nothing(language):
    html = sheet_html(BOOK, language=language)
    title = html.split("<title>")[1].split("</title>")[0]
    assert title in ("My rights", "Hak saya")
    assert "http" not in html
    assert "<script" not in html
    text = sheet_text(BOOK, language=language, width=90)
    assert len(text.splitlines()) < 100
    assert "RIGHT-01" in text


def _answered(replies):
    answers, skipped, asked = {}, set(), []
    for reply in replies:
        question = interview.next_question(answers, skipped, BOOK)
        asked.append(question)
        if reply is None:
            skipped |= {f"{question.fact}.{code}" for code, _ in question.choices}
            skipped.add(question.fact)
        else:
            answers = interview.put(answers, question.fact, reply(question))
    return answers, asked


def test_the_first_question_is_what_was_done_and_a_page_of_codes_stays_partial():
    answers, asked = _answered([lambda q: {code: "no" for code, _ in q.choices}])
    assert asked[0].fact == "acts"
    assert set(answers["acts"].values()) == {"no"}
    assert interview.next_question(answers, set(), BOOK).fact == "acts"


def test_nobody_is_asked_twice_and_the_questions_end():
    seen = []

    def say_no(question):
        if question.kind == "several":
            return {code: "no" for code, _ in question.choices}
        if question.kind == "one":
            return question.choices[0][0]
        return {"act_date": "2026-03-01", "judged_on": "2026-05-01"}.get(
            question.fact, {"victim.age": "30", "victim.citizenship": "ID"}.get(question.fact, "no")
        )

    answers, skipped = {}, set()
    while (question := interview.next_question(answers, skipped, BOOK)) is not None:
        key = (question.fact, tuple(code for code, _ in question.choices))
        assert key not in seen
        seen.append(key)
        answers = interview.put(answers, question.fact, say_no(question))
        assert len(seen) < 60
    interview.tried(answers, BOOK)


def test_every_question_passed_over_ends_too():
    answers, skipped, count = {}, set(), 0
    while (question := interview.next_question(answers, skipped, BOOK)) is not None:
        skipped |= {f"{question.fact}.{code}" for code, _ in question.choices} | {question.fact}
        count += 1
        assert count < 60


def test_the_question_that_settles_most_comes_first():
    facts = {
        **ABROAD,
        "means": ["fraud"],
        "act_date": "2026-03-01",
        "offender": {"role": "main", "corporation": "no"},
        "victim": {"age": 24},
    }
    first = charge(from_mapping(facts, BOOK), BOOK)["questions"][0]
    assert first["fact"] == "victim.citizenship"
    assert first["settles"] == ["ID-U21-4"]
    known = {**facts, "victim": {"age": 24, "citizenship": "ID"}}
    later = charge(from_mapping(known, BOOK), BOOK)["questions"]
    assert "victim.citizenship" not in {one["fact"] for one in later}
