"""The room's verbs, a file a family of verbs. Each has five beats."""

from suar.rooms.victims.services.accepting import accept_report, open_file_for
from suar.rooms.victims.services.consents import (
    give_consent,
    note_stopped,
    refuse_consent,
    withdraw_consent,
)
from suar.rooms.victims.services.files import (
    assign,
    begin_file,
    change_file,
    leave,
    write_facts,
    write_group,
)
from suar.rooms.victims.services.merging import (
    merge,
    propose_pair,
    reconsider,
    set_apart,
    unmerge,
)
from suar.rooms.victims.services.numbers import keep_number, take_back_number
from suar.rooms.victims.services.people import (
    add_child,
    add_kin,
    end_guardian,
    note_birth,
    note_death,
    note_guardian,
    remove_kin,
)
from suar.rooms.victims.services.projects import bring_secret
from suar.rooms.victims.services.rights import (
    answer_request,
    ask_right,
    erase_person,
    note_breach,
    note_notice,
    show_held,
)
from suar.rooms.victims.services.status import decide_status
from suar.rooms.victims.services.stories import (
    add_episode,
    add_leg,
    change_episode,
    change_leg,
)

__all__ = [
    "accept_report",
    "add_child",
    "add_episode",
    "add_kin",
    "add_leg",
    "answer_request",
    "ask_right",
    "assign",
    "begin_file",
    "bring_secret",
    "change_episode",
    "change_file",
    "change_leg",
    "decide_status",
    "end_guardian",
    "erase_person",
    "give_consent",
    "keep_number",
    "leave",
    "merge",
    "note_birth",
    "note_breach",
    "note_death",
    "note_guardian",
    "note_notice",
    "note_stopped",
    "open_file_for",
    "propose_pair",
    "reconsider",
    "refuse_consent",
    "remove_kin",
    "set_apart",
    "show_held",
    "take_back_number",
    "unmerge",
    "withdraw_consent",
    "write_facts",
    "write_group",
]
