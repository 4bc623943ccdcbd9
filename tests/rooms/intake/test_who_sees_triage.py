"""What triage noticed shows to few: by the rule, by the query, by the database's own policy."""

from datetime import date

import pytest
from cast import PASSWORD
from django.db import connections
from signing import client_of

from rooms.intake.told import FREE, NOW, Cast, make_cast, on, taken, told
from suar.base.access.actor import Actor
from suar.base.accounts.models import Person, Post
from suar.base.identifiers import uuid7
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, roles_that_may
from suar.knowledge.rules.reports import TAKE_FIRST, may_see_triage
from suar.knowledge.rules.visibility import Relation
from suar.rooms.intake import selectors
from suar.rooms.intake.models import Answer, PersonConcerned, Report
from suar.rooms.intake.services import take_over, take_report, triage_report
from suar.rooms.intake.services.screening import begin_screening

SIGNS = {"danger": "yes", "suicide": "yes"}


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _triaged(by: Actor) -> Report:
    """A report that somebody took and triaged, for whoever works in the shelter."""
    report = taken(by, FREE)
    with on(by):
        person = PersonConcerned.objects.get(report_id=report.id)
        return triage_report(
            report=report, answers={person.id: told(**SIGNS)}, version=1, now=NOW, by=by
        )


def _by_raw_sql(report: Report, actor: Actor) -> int:
    """Give how many answers of triage the database shows without any condition of ours."""
    with on(actor), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_answer WHERE tool = 'triage'")
        return int(cursor.fetchone()[0])


def _by_query(report: Report, actor: Actor) -> int:
    with on(actor):
        persons = list(PersonConcerned.objects.filter(report_id=report.id))
        found = selectors.answers_of_many(persons, actor, tool="triage")
    return sum(len(each) for each in found.values())


def _by_rule(report: Report, actor: Actor) -> bool:
    with on(actor):
        found = Report.objects.filter(id=report.id).first()
        return found is not None and selectors.may_triage(found, actor).allowed


def _agree(report: Report, actor: Actor) -> bool:
    """Give whether the reader sees them; all three have to say the same."""
    told_of = (
        _by_rule(report, actor), _by_query(report, actor) == 2, _by_raw_sql(report, actor) == 2
    )  # fmt: skip
    assert len(set(told_of)) == 1, (actor.role, told_of)
    return told_of[0]


def test_who_took_it_and_who_decides_see_it_and_a_colleague_takes_it_first(cast: Cast) -> None:
    taker, colleague = cast.case_worker, _colleague(cast)
    report = _triaged(taker)
    assert _agree(report, taker)
    assert _agree(report, cast.supervisor)
    for stranger in (colleague, cast.keeper, cast.nurse, cast.operator, cast.data_officer):
        assert not _agree(report, stranger), stranger.role
    with on(colleague):
        with pytest.raises(Denied, match=TAKE_FIRST.reason):
            _triage_again(report, colleague)
        report.refresh_from_db()
        take_over(report=report, now=NOW, by=colleague)
    assert _agree(report, colleague)
    assert _agree(report, taker), "who took it keeps what she wrote down"


def test_a_team_sees_what_is_given_to_it_and_a_screener_what_is_carried_forward(
    cast: Cast,
) -> None:
    report = _triaged(cast.case_worker)
    colleague = _colleague(cast)
    team = cast.case_worker.teams[0] if cast.case_worker.teams else report.id
    mate = Actor(
        organisation=colleague.organisation, person=colleague.person, post=colleague.post,
        role=colleague.role, teams=(team,),
    )  # fmt: skip
    with on(cast.supervisor):
        Report.objects.filter(id=report.id).update(team_id=team)
    assert _agree(report, mate)
    with on(cast.supervisor):
        Report.objects.filter(id=report.id).update(team_id=None)
    assert not _agree(report, colleague)
    with on(colleague):
        person = PersonConcerned.objects.get(report_id=report.id)
        begin_screening(person=person, agreed=True, now=NOW, by=colleague)
    assert _by_query(report, colleague) == _by_raw_sql(report, colleague) == 2
    assert may_see_triage(colleague.holder, Relation.COLLEAGUE, screens=True).allowed


def test_the_pages_of_triage_refuse_a_colleague_with_the_way_on(cast: Cast) -> None:
    report = _triaged(cast.case_worker)
    client = client_of(_colleague(cast))
    for page in ("triage", "sheet"):
        answer = client.get(f"/reports/{report.id}/{page}/")
        assert answer.status_code == 403
        assert TAKE_FIRST.reason in answer.content.decode()
    page = client.get(f"/reports/{report.id}/").content.decode()
    assert TAKE_FIRST.reason.removeprefix("Not yet: ") in page
    assert "Thoughts of suicide" not in page, "a need's clock tells what was noticed"
    boss = client_of(cast.supervisor)
    assert boss.get(f"/reports/{report.id}/triage/").status_code == 200
    assert "Thoughts of suicide" in boss.get(f"/reports/{report.id}/").content.decode()


def test_what_nobody_took_waits_for_whoever_comes_first(cast: Cast) -> None:
    with on(cast.case_worker) as by:
        report = take_report(draft=FREE, channel="web", now=NOW, by=by)
        Report.objects.filter(id=report.id).update(received_by=None, person_id=None)
    colleague = _colleague(cast)
    with on(colleague):
        report.refresh_from_db()
        _triage_again(report, colleague)
    assert _agree(report, colleague)
    assert not _agree(report, cast.case_worker)


def test_the_policy_names_the_posts_that_decide_by_the_rules(database: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'suar_decides_reports'")
        (source,) = cursor.fetchone()
    listed = source.split("IN (")[1].split(")")[0]
    named = {each.strip(" '") for each in listed.split(",")}
    assert named == set(roles_that_may(Permission.DECIDE_REPORTS))


def _triage_again(report: Report, by: Actor) -> None:
    person = PersonConcerned.objects.get(report_id=report.id)
    triage_report(
        report=report, answers={person.id: told(**SIGNS)}, version=report.version, now=NOW, by=by
    )
    assert Answer.objects.filter(person_id=person.id, by=by.person).exists()


def _colleague(cast: Cast) -> Actor:
    """Another case worker of the same shelter."""
    person = Person(email=f"{uuid7().hex}@example.org", name="Rekan Rekaan", language="en")
    person.created_at = NOW
    person.set_password(PASSWORD)
    with on(cast.case_worker):
        person.save(force_insert=True)
        post = Post.objects.create(
            person=person, organisation_id=cast.case_worker.organisation, role="case_worker",
            from_on=date(2026, 1, 1),
        )  # fmt: skip
    return Actor(
        organisation=cast.case_worker.organisation, person=person.id, post=post.id,
        role="case_worker",
    )  # fmt: skip
