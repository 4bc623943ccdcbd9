"""Every service is killed in the middle by a test: one that no kill loop lists is named here."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE, LISTS = ROOT / "src" / "suar", ROOT / "tests" / "platform"

#: Not a service of its own, each with the reason.
PART_OF_OTHERS = {
    "base.audit.services.record": "runs in every service's own transaction",
    "base.audit.words.open_words": "a reading; the one row it writes is the audit's own `record`",
    "base.vault.proofs.check_proof": "a step of `own.bring`",
    "base.vault.rotating.begin_organisation": "a step of `rotate_organisation`",
    "base.vault.rotating.end_organisation": "a step of `rotate_organisation`",
    "base.vault.rotating.move_data_keys": "a step of `rotate_organisation`",
    "base.vault.rotating.wrap_under_present_master": "one transaction, and run again",
    "base.vault.services.retire_key": "a step of both rotations",
    "rooms.cases.services.approvals.ask": "a part of `ask_for_plan` and its like",
    "rooms.cases.services.cases.met": "a part of the verbs that meet a clock",
    "rooms.cases.services.cases.remind": "a part of the verbs that start a clock",
    "rooms.cases.services.closing.close": "a part of `decide`",
    "rooms.cases.services.ground.advance": "a part of the room's verbs",
    "rooms.cases.services.ground.fresh": "saves nothing",
    "rooms.cases.services.ground.note": "the audit of the room's verbs",
    "rooms.cases.services.ground.touch": "a part of the room's verbs",
    "rooms.registers.checking.check_upload": "a job: `test_worker` kills its worker",
    "rooms.registers.picturing.make_own_picture": "a job: `test_worker` kills its worker",
    "rooms.registers.picturing.seal_picture": "the end of that job",
    "rooms.victims.finding.find_files": "a reading; its one row is the audit's own `record`",
    "rooms.victims.screening_task.drop_screening_task": "a part of deciding, and of a death",
}


def _named(node: ast.expr) -> str:
    return ast.unparse(node).rsplit(".", 1)[-1]


def _is_service(function: ast.FunctionDef) -> bool:
    """A public function that opens a transaction, writes to the audit, or changes as an actor."""
    as_actor = any(
        each.arg == "by" and each.annotation is not None and _named(each.annotation) == "Actor"
        for each in function.args.kwonlyargs
    )
    decides = function.returns is not None and _named(function.returns) == "Decision"
    opens = any(ast.unparse(d) == "transaction.atomic" for d in function.decorator_list)
    audits = any(
        isinstance(call, ast.Call) and _named(call.func) == "record" for call in ast.walk(function)
    )
    return opens or audits or (as_actor and not decides)


def _services() -> dict[str, Path]:
    found = {}
    for path in sorted([*SOURCE.glob("base/**/*.py"), *SOURCE.glob("rooms/**/*.py")]):
        if {"migrations", "views", "management", "demo"} & set(path.parts):
            continue
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for node in ast.parse(path.read_text()).body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if public and _is_service(node):
                found[f"{module}.{node.name}"] = path
    return found


def _listed() -> list[str]:
    names = []
    for path in sorted(LISTS.glob("killable_*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            is_row = isinstance(call, ast.Call) and _named(call.func) in ("Service", "called")
            if is_row and isinstance(call.args[0], ast.Constant):
                names.append(call.args[0].value)
    return names


def test_every_service_is_listed_to_be_killed() -> None:
    missing = set(_services()) - set(_listed()) - set(PART_OF_OTHERS)
    assert sorted(missing) == []


def test_what_is_listed_is_there_and_once() -> None:
    names, there = _listed(), _services()
    assert len(names) > 30
    assert sorted(names) == sorted(set(names))
    actorless = {"base.vault.services.seal_value", "base.vault.rotating.rotate_organisation"}
    assert set(names) - set(there) - actorless == set()
    assert set(PART_OF_OTHERS) <= set(there) | set(_listed())
