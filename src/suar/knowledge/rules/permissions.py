"""Who may: one table of roles that a manager can read. What is not written here is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from suar.knowledge.rules.decision import YES, Decision


class Permission(StrEnum):
    """Something a person may be allowed to do; the words follow "may"."""

    OPEN_OWN_DAY = "see her own day"
    MANAGE_PEOPLE = "invite and deactivate people of the own organisation"
    MANAGE_ORGANISATION = "change the own organisation's names, teams and letterhead"
    READ_REGISTERS = "see the own organisation's uploaded registers and their quality"
    UPLOAD_REGISTERS = "upload, replace and delete the own organisation's registers"
    READ_REGISTER_ROWS = "see rows of an uploaded register that were refused"
    MAKE_PICTURE = "make the own organisation's picture"
    READ_JOINT_PICTURE = "read the joint picture"
    OPEN_IDENTITY = "open the sealed identity of a person in her care"
    SEARCH_PERSONS = "search persons by name within the own organisation"
    READ_AUDIT = "read the audit log of the own organisation"
    READ_WHO_LOOKED = "see who looked at a record, with names"
    MANAGE_KEYS = "rotate keys and erase a person with a certificate"
    MANAGE_GRANTS = "give and revoke grants to other organisations"
    WORK_TASKS = "set, hand over and finish tasks"
    TAKE_REPORTS = "take, read, triage and pass on reports"
    DECIDE_REPORTS = "decide whether a report is accepted"
    SCREEN_PERSONS = "screen a person face to face"
    READ_HOTLINE_NUMBERS = "read the numbers of the hotline"
    READ_VICTIMS = "see the files of persons that are the organisation's or granted to it"
    WRITE_VICTIMS = "write the file of a person in the organisation's care"
    DECIDE_STATUS = "decide a person's status by a standard of proof"
    TAKE_CONSENT = "record a person's consent, refusal and withdrawal"
    MERGE_PERSONS = "say that two files are one person's, and take it back"
    ANSWER_RIGHTS = "answer a person's request about her data"
    READ_CASES = "see the organisation's cases"
    WORK_CASES = "assess, plan and record services in a case"
    APPROVE_CASES = "agree to plans and closures that others ask for"
    KEEP_SHELTER = "keep beds, stays and visitors of a shelter"
    BRING_IN_RECORDS = "bring in old spreadsheets as reports, persons and cases"
    EXPORT_RECORDS = "export persons and cases, with a reason"


@dataclass(frozen=True)
class Role:
    """A post's role: what it is called, what it is for, what it may."""

    name: str
    label: dict[str, str]
    purpose: dict[str, str]
    permissions: frozenset[Permission]


P = Permission
_DAY = (P.OPEN_OWN_DAY,)
_TASKS = (*_DAY, P.WORK_TASKS)
_CARE = (
    *_TASKS,
    P.OPEN_IDENTITY,
    P.SEARCH_PERSONS,
    P.TAKE_REPORTS,
    P.SCREEN_PERSONS,
    P.READ_VICTIMS,
    P.WRITE_VICTIMS,
    P.TAKE_CONSENT,
    P.READ_CASES,
    P.WORK_CASES,
)
#: Sees what was granted to her organisation, by the groups of her role (`visibility`).
_GRANTED = (*_TASKS, P.READ_VICTIMS)


def _role(
    name: str,
    label: tuple[str, str],
    purpose: tuple[str, str],
    permissions: Iterable[Permission],
) -> Role:
    return Role(
        name,
        {"en": label[0], "id": label[1]},
        {"en": purpose[0], "id": purpose[1]},
        frozenset(permissions),
    )


_TABLE = (
    _role(
        "hotline_operator",
        ("Hotline operator", "Operator hotline"),
        ("takes reports and routes them", "menerima laporan dan meneruskannya"),
        (*_TASKS, P.TAKE_REPORTS, P.READ_HOTLINE_NUMBERS),
    ),
    _role(
        "case_worker",
        ("Case worker", "Pekerja kasus"),
        ("walks beside the person", "mendampingi klien"),
        _CARE,
    ),
    _role(
        "case_supervisor",
        ("Case supervisor", "Penyelia kasus"),
        ("assigns, agrees, reviews", "menugaskan, menyetujui, meninjau"),
        (
            *_CARE,
            P.READ_WHO_LOOKED,
            P.MANAGE_GRANTS,
            P.READ_REGISTERS,
            P.MAKE_PICTURE,
            P.DECIDE_REPORTS,
            P.READ_HOTLINE_NUMBERS,
            P.DECIDE_STATUS,
            P.MERGE_PERSONS,
            P.ANSWER_RIGHTS,
            P.APPROVE_CASES,
            P.KEEP_SHELTER,
            P.BRING_IN_RECORDS,
            P.EXPORT_RECORDS,
        ),
    ),
    _role(
        "shelter_keeper",
        ("Shelter keeper", "Pengelola rumah aman"),
        ("runs the shelter's beds and days", "mengelola tempat tidur dan keseharian rumah aman"),
        (*_TASKS, P.READ_CASES, P.KEEP_SHELTER),
    ),
    _role(
        "migrant_protection_officer",
        ("Migrant-worker protection officer", "Petugas pelindungan pekerja migran"),
        ("checks placements before, during and after work", "memeriksa penempatan sejak awal"),
        (*_CARE, P.READ_REGISTERS, P.DECIDE_REPORTS),
    ),
    _role(
        "consular_officer",
        ("Consular officer", "Petugas konsuler"),
        ("helps people abroad and their return", "membantu orang di luar negeri dan pemulangan"),
        (
            *_CARE,
            P.READ_REGISTERS,
            P.DECIDE_REPORTS,
            P.DECIDE_STATUS,
            P.BRING_IN_RECORDS,
            P.MANAGE_GRANTS,
        ),
    ),
    _role(
        "investigator",
        ("Investigator", "Penyidik"),
        ("investigates incidents and suspects", "menyidik peristiwa dan tersangka"),
        _GRANTED,
    ),
    _role(
        "prosecutor",
        ("Prosecutor", "Jaksa"),
        ("brings the case to court", "membawa perkara ke pengadilan"),
        _GRANTED,
    ),
    _role(
        "restitution_officer",
        ("Restitution officer", "Petugas restitusi"),
        ("follows every claim to its payment", "mengawal restitusi sampai dibayar"),
        _GRANTED,
    ),
    _role(
        "analyst",
        ("Analyst", "Analis"),
        ("makes and reads the picture; sees no person", "membuat dan membaca gambaran"),
        (*_DAY, P.READ_REGISTERS, P.UPLOAD_REGISTERS, P.MAKE_PICTURE, P.READ_JOINT_PICTURE),
    ),
    _role(
        "coordinator",
        ("Coordinator", "Koordinator"),
        ("keeps the task force's plan", "menjaga rencana gugus tugas"),
        (*_DAY, P.READ_JOINT_PICTURE, P.READ_HOTLINE_NUMBERS),
    ),
    _role(
        "liaison",
        ("Liaison", "Narahubung"),
        ("speaks with other states", "berhubungan dengan negara lain"),
        (*_DAY, P.READ_JOINT_PICTURE),
    ),
    _role(
        "oversight",
        ("Oversight", "Pengawas"),
        ("sees figures and deadlines, no person", "melihat angka dan tenggat, bukan orang"),
        (*_DAY, P.READ_JOINT_PICTURE),
    ),
    _role(
        "auditor",
        ("Auditor", "Auditor"),
        ("reads who did and who looked", "membaca siapa berbuat dan siapa melihat"),
        (*_DAY, P.READ_AUDIT, P.READ_WHO_LOOKED),
    ),
    _role(
        "data_protection_officer",
        ("Data-protection officer", "Petugas pelindungan data"),
        ("answers for rights, keys and erasure", "bertanggung jawab atas hak, kunci, penghapusan"),
        (*_DAY, P.READ_AUDIT, P.READ_WHO_LOOKED, P.MANAGE_KEYS, P.READ_REGISTERS, P.ANSWER_RIGHTS),
    ),
    _role(
        "administrator",
        ("Administrator", "Administrator"),
        ("manages people and teams; sees no victim", "mengelola orang dan tim, bukan klien"),
        (*_DAY, P.MANAGE_PEOPLE, P.MANAGE_ORGANISATION),
    ),
)

ROLES: dict[str, Role] = {role.name: role for role in _TABLE}


@dataclass(frozen=True)
class Holder:
    """Who asks: the role of the post in which a person acts now."""

    role: str


def may(holder: Holder, permission: Permission) -> Decision:
    """Whether that post may do this; the reason names the role and what it lacks.

    >>> may(Holder("administrator"), Permission.OPEN_IDENTITY).allowed
    False
    """
    role = ROLES.get(holder.role)
    if role is None:
        return Decision(False, "No post with a known role.")
    if permission in role.permissions:
        return YES
    return Decision(False, f"Not for this post: {role.label['en']} may not {permission.value}.")


def roles_that_may(permission: Permission) -> tuple[str, ...]:
    """Give the names of the roles that hold a permission."""
    return tuple(role.name for role in _TABLE if permission in role.permissions)
