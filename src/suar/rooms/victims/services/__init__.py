"""The room's verbs, a file a verb's family. Each has five beats: facts, rule, change, audit, return."""

from suar.rooms.victims.services.files import (
    assign,
    begin_file,
    change_file,
    leave,
    write_facts,
    write_group,
)

__all__ = [
    "assign",
    "begin_file",
    "change_file",
    "leave",
    "write_facts",
    "write_group",
]
