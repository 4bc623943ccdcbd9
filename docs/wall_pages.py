"""The drawings of the explanation of the walls and the lifecycles, made from the rules' tables."""

from collections.abc import Iterator


def two_walls() -> str:
    """Give the flow of one query through both walls, and the table of what shows."""
    from suar.knowledge.rules.permissions import ROLES
    from suar.knowledge.rules.visibility import CARE, PROSECUTION, SHOWS, FieldGroup

    signs = {"shown": "shown", "masked": "sealed", "absent": "·"}
    head = ["role", *(group.value for group in FieldGroup)]
    lines = [_row(head), _row(["---"] * len(head))]
    for name, row in SHOWS.items():
        told = [signs[row[group].value] for group in FieldGroup]
        lines.append(_row([ROLES[name].label["en"], *told]))
    care = ", ".join(group.value for group in FieldGroup if group in CARE)
    barred = " and ".join(sorted(PROSECUTION))
    return "\n".join(
        [
            "```mermaid",
            *_flow(care, barred),
            "```",
            "",
            "To whoever a record is assigned (own, team). `sealed` opens with a reason and is",
            "recorded; `·` is not there. A colleague sees no safety, story or health; a grant",
            "shows at most what it names.",
            "",
            *lines,
        ]
    )


def _flow(care: str, barred: str) -> Iterator[str]:
    yield "flowchart TD"
    yield '    A["a person in a post"] --> P{"permissions: may this role?"}'
    yield '    P -- no --> R["403 with the reason, kept in the audit"]'
    yield '    P -- yes --> V{"visibility: role x field group x relation"}'
    yield f'    V -- "{care}: never to {barred}" --> N["absent"]'
    yield '    V -- "shown or sealed" --> D["acting(actor): organisation, person, teams are set"]'
    yield '    D --> Q{"row-level security: owner, or a running grant of the owner\'s?"}'
    yield '    Q -- no --> F["no row: 404"]'
    yield '    Q -- yes --> O["the row; what is sealed needs its key too"]'


def lifecycles() -> str:
    """Give the page of all lifecycles: a diagram and a table each."""
    from suar.knowledge.rules.lifecycle import LIFECYCLES, drawing

    parts = [
        "<!-- Made by docs/generate.py from the code; changes here are lost. -->\n",
        "# Lifecycles\n",
        "What may be done in which state, from `src/suar/knowledge/rules/lifecycle/`. A move",
        "without a permission is the clock's or the worker's.",
    ]
    for kind, lifecycle in LIFECYCLES.items():
        parts += [f"\n## {kind}\n", "```mermaid", *drawing(lifecycle), "```", ""]
        parts += [_row(["move", "from", "to", "needs", "stands on"]), _row(["---"] * 5)]
        for move in lifecycle.moves:
            begins = ", ".join(state or "nothing" for state in move.come_from)
            needs = f"may {move.needs.value}" if move.needs else ""
            parts.append(_row([move.name, begins, move.go_to, needs, move.consent]))
    return "\n".join(parts) + "\n"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
