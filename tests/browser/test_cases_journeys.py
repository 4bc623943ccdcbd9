"""A case in a browser: plan, shelter, services, a supervisor's agreement, closure, follow-up."""

from typing import Any

import pytest
from cast import PASSWORD, Cast, make_cast

from browser.live import Live, give_codes, sign_in
from browser.ways import DESK, PHONE, Way, every_way, picture
from rooms.cases.case_people import case_for
from suar.base.access.acting import acting
from suar.base.accounts.models import Person
from suar.rooms.cases.models import Bed, Case, Shelter, Stay
from suar.rooms.cases.services import shelters
from suar.rooms.victims.models import Victim
from suar.rooms.victims.sealed import seal_called

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WORDS = {
    "en": {"agree": "Agree", "offered": "Offered", "delivered": "Delivered", "closed": "Closed"},
    "id": {
        "agree": "Setujui",
        "offered": "Ditawarkan",
        "delivered": "Diberikan",
        "closed": "Ditutup",
    },
}


@pytest.fixture
def cast(live: Live) -> Cast:
    return make_cast()


def barriers(page: Any) -> list[Any]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=AXE)
    return [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found.response["violations"]]


def enter(chromium: Any, live: Live, who: Any, email: str, **options: Any) -> Any:
    """Sign in with password and code, as she would."""
    give_codes(who.person)
    page = chromium.new_context(**options).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.said = said
    sign_in(page, live, email=email, password=PASSWORD)
    return page


def keep(page: Any) -> None:
    """Press the page's main button."""
    page.click("form button[data-main]")
    page.wait_for_load_state()


def settle(case: Case, cast: Cast, alias: str) -> None:
    """Give her an alias that she chose."""
    with acting(cast.case_worker):
        row = Victim.objects.get(id=case.victim_id)
        row.called = seal_called(row, alias)
        row.save(update_fields=["called"])


@every_way
def test_from_a_plan_to_a_closure_with_another_pair_of_eyes(
    live: Live, chromium: Any, cast: Cast, way: Way
) -> None:
    words = WORDS[way.language]
    case = case_for(cast)
    settle(case, cast, "Melati")
    with acting(cast.case_worker):
        for each in (cast.case_worker, cast.supervisor, cast.keeper):
            Person.objects.filter(id=each.person).update(language=way.language)
    size = way.options
    page = enter(chromium, live, cast.case_worker, "case.worker@example.org", **size)
    one = f"{live.url}/cases/{case.id}/"

    # her needs, then a goal in her words, and her yes
    page.goto(f"{one}assess/")
    page.check("input[name=score_debt][value='1']", force=True)
    for part in page.query_selector_all("details[data-folds]:not([open]) > summary"):
        part.click()  # on a phone the long parts begin closed
    page.check("input[name=sense_stigma][value=risk]", force=True)
    keep(page)
    assert page.url == f"{one}needs/"
    page.goto(f"{one}plan/goal/")
    page.select_option("select[name=domain]", "income")
    page.fill("textarea[name=words]", "Menjahit di rumah")
    keep(page)
    page.goto(f"{one}plan/her-word/")
    page.check("input[name=her_words][value=yes]", force=True)
    keep(page)
    page.click("form[action$='/ask/'] button")
    page.wait_for_load_state()

    # services, while the plan is being agreed
    page.goto(f"{one}offer/")
    page.select_option("select[name=code]", "vocational_training")
    keep(page)
    assert words["offered"] in page.inner_text("main")
    page.click("a[href$='/deliver/']")
    keep(page)
    assert page.url.count("/services/") == 1

    picture(page, f"case-service-{way.name}")
    page.goto(one)
    picture(page, f"case-{way.name}")
    page.goto(f"{one}plan/")
    picture(page, f"case-plan-{way.name}")

    # a supervisor agrees to the plan
    boss = enter(chromium, live, cast.supervisor, "supervisor@example.org", **size)
    boss.goto(f"{live.url}/cases/waiting/")
    picture(boss, f"case-waiting-{way.name}")
    boss.click("a[href*='/approvals/']")
    picture(boss, f"case-agree-{way.name}")
    boss.click("button[name=move][value=approve]")
    boss.wait_for_load_state()
    assert boss.url == one

    # a closure: asked for by one, agreed by another, followed up
    page.goto(f"{one}close/")
    page.select_option("select[name=reason]", "plan_done")
    page.select_option("select[name=outcome]", "settled")
    keep(page)
    boss.goto(f"{live.url}/cases/waiting/")
    boss.click("a[href*='/approvals/']")
    boss.click("button[name=move][value=approve]")
    boss.wait_for_load_state()
    assert words["closed"] in boss.inner_text(".steps [aria-current]")
    page.goto(f"{one}meetings/")
    page.click("a[href*='/follow-ups/']")
    page.check("input[name=move][value=meet]", force=True)
    page.select_option("select[name=way]", "call")
    page.check("input[name=found_safe][value=yes]", force=True)
    keep(page)
    assert page.url == f"{one}meetings/"
    way.fits(page)
    assert [line for line in (*page.said, *boss.said) if "Refused" in line or "Error" in line] == []


@every_way
def test_a_bed_for_her_and_the_door_stays_open(
    live: Live, chromium: Any, cast: Cast, way: Way
) -> None:
    from cast import NOW

    case = case_for(cast)
    with acting(cast.keeper):
        house = shelters.make_shelter(name="Melur", address="Jalan", now=NOW, by=cast.keeper)
        beds = shelters.add_beds(shelter=house, names=["A1"], kept_for="anyone", by=cast.keeper)
        assert Bed.objects.count() == len(beds)
        Person.objects.filter(id=cast.keeper.person).update(language=way.language)
    page = enter(chromium, live, cast.keeper, "keeper@example.org", **way.options)
    page.goto(f"{live.url}/cases/shelters/")
    page.click("text=Melur")
    page.click("a[href$='/in/']")
    page.fill("input[name=case]", case.reference)
    page.select_option("select[name=bed]", str(beds[0].id))
    page.check("input[name=agrees]")
    keep(page)
    free = {"en": "free to leave", "id": "bebas pergi"}[way.language]
    assert free in page.inner_text("[role=alert]")  # she is told first
    assert page.input_value("input[name=case]") == case.reference  # nothing typed is lost
    page.check("input[name=told_free]")
    keep(page)
    assert "/stays/" in page.url
    picture(page, f"shelter-stay-{way.name}")
    stay = page.url
    page.goto(f"{live.url}/cases/shelters/")
    page.click("text=Melur")
    picture(page, f"shelter-{way.name}")
    page.goto(stay)
    page.click("a[href$='/out/']")
    page.select_option("select[name=ended]", "she_left")
    keep(page)
    way.fits(page)
    with acting(cast.keeper):
        assert not Stay.objects.filter(out_at=None).exists()
    with acting(cast.keeper):
        assert Shelter.objects.get().name == "Melur"


@pytest.mark.parametrize(
    ("theme", "way"),
    [("light", Way("en", DESK)), ("light", Way("id", DESK)), ("dark", Way("id", PHONE))],
)
def test_no_barrier_on_the_rooms_pages(
    live: Live, chromium: Any, cast: Cast, theme: str, way: Way
) -> None:
    from rooms.cases.case_story import tell

    cases = tell(cast)
    with acting(cast.case_worker):
        Person.objects.filter(id=cast.case_worker.person).update(language=way.language)
    options = {**way.options, "color_scheme": theme}
    page = enter(chromium, live, cast.case_worker, "case.worker@example.org", **options)
    one = f"/cases/{cases[0].id}/"
    pictured = {"/cases/": "cases-list", f"{one}needs/": "case-needs", one: "case-whole"}
    for address in (
        *("/cases/", "/cases/?show=due", "/day/", one, f"{one}needs/", f"{one}plan/"),
        *(f"{one}assess/", f"{one}offer/", f"{one}living/", f"{one}return/"),
        *(f"{one}return/prepare/", f"{one}notes/", f"{one}close/", f"{one}meetings/"),
    ):
        page.goto(f"{live.url}{address}")
        page.evaluate("document.fonts.ready")
        assert barriers(page) == [], address
        way.fits(page)
        if theme == "light" and address in pictured:
            picture(page, f"{pictured[address]}-{way.name}")
