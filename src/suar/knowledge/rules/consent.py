"""Consent: for what, who may give it, whether it stands; guardians and the child's assent.

Help never depends on it. A consent is one recipient's, for one purpose, in words that she heard in
a language of hers, with what happens if she says no. A child's own assent is always asked; a
guardian who is accused, benefits, recruited, or of whom that is not known cannot speak for a child.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from suar.knowledge.rules.decision import YES, Decision

#: The text that is read to her; a change of words is a new version, and old consents keep theirs.
TEXT_VERSION: Final = "2026-11"
#: Nobody agrees for ever: a consent ends by itself after this long unless it says earlier.
LONGEST: Final = timedelta(days=366)
#: Act 27/2022: processing stops within 3 x 24 hours of the withdrawal.
STOP_WITHIN: Final = timedelta(hours=72)

#: For what, and what happens if she says no, as it is read to her.
PURPOSES: Final[dict[str, dict[str, dict[str, str]]]] = {
    "care": {
        "label": {"en": "care and help by them", "id": "bantuan dan layanan dari mereka"},
        "no": {
            "en": "We go on helping you here. You may go to them yourself on any day.",
            "id": "Kami tetap membantu Anda di sini. Anda boleh datang sendiri ke sana kapan saja.",
        },
    },
    "legal_help": {
        "label": {"en": "legal help and restitution", "id": "bantuan hukum dan restitusi"},
        "no": {
            "en": "Nobody speaks for you before a court. Help goes on. Tell us if you change your"
            " mind.",
            "id": "Tidak ada yang mewakili Anda di pengadilan. Bantuan tetap berjalan."
            " Beri tahu kami bila Anda berubah pikiran.",
        },
    },
    "report_crime": {
        "label": {"en": "a report to the police", "id": "laporan kepada polisi"},
        "no": {
            "en": "Nothing is sent. Help goes on. Evidence can be kept safe without a report.",
            "id": "Tidak ada yang dikirim. Bantuan tetap berjalan. Bukti bisa disimpan tanpa"
            " laporan.",
        },
    },
    "return": {
        "label": {"en": "papers and the way home", "id": "dokumen dan perjalanan pulang"},
        "no": {
            "en": "You stay as you are. We look for another way with you.",
            "id": "Anda tetap di sini. Kami mencari jalan lain bersama Anda.",
        },
    },
    "family": {
        "label": {
            "en": "finding or telling your family",
            "id": "mencari atau memberi tahu keluarga",
        },
        "no": {
            "en": "We tell your family nothing.",
            "id": "Kami tidak memberi tahu keluarga Anda apa pun.",
        },
    },
    "home_state": {
        "label": {
            "en": "a notice to the state you come from",
            "id": "pemberitahuan kepada negara asal Anda",
        },
        "no": {
            "en": "The other state hears nothing from us.",
            "id": "Negara itu tidak menerima apa pun dari kami.",
        },
    },
    "figures": {
        "label": {
            "en": "figures without your name",
            "id": "angka tanpa nama Anda",
        },
        "no": {
            "en": "You are counted nowhere outside this organisation. Help goes on.",
            "id": "Anda tidak dihitung di luar lembaga ini. Bantuan tetap berjalan.",
        },
    },
}
EVIDENCE: Final[dict[str, dict[str, str]]] = {
    "signed": {"en": "signed on paper", "id": "ditandatangani di atas kertas"},
    "thumb": {"en": "thumb print on paper", "id": "cap jempol di atas kertas"},
    "recorded": {"en": "recorded yes", "id": "persetujuan direkam"},
    "witnessed": {"en": "spoken before a witness", "id": "lisan di depan saksi"},
}
GUARDIANS: Final[dict[str, dict[str, str]]] = {
    "parent": {"en": "parent", "id": "orang tua"},
    "relative": {"en": "relative", "id": "kerabat"},
    "appointed": {"en": "appointed by a court", "id": "ditunjuk pengadilan"},
    "institution": {"en": "an institution that cares for the child", "id": "lembaga pengasuh"},
    "unknown": {"en": "not known what they are to the child", "id": "hubungan tidak diketahui"},
}


@dataclass(frozen=True)
class GuardianFacts:
    """A guardian's four questions, each yes, no, not_known or not_asked."""

    kind: str
    accused: str = "not_asked"
    benefits: str = "not_asked"
    recruited: str = "not_asked"
    disputed: str = "not_asked"


def may_speak(guardian: GuardianFacts) -> Decision:
    """Whether a guardian may consent for a child beside her assent.

    Examples
    --------
    >>> may_speak(GuardianFacts("parent", "no", "no", "no", "no")).allowed
    True
    >>> may_speak(GuardianFacts("parent", "no", "not_known", "no", "no")).allowed
    False
    """
    if guardian.kind == "unknown":
        return Decision(False, "A guardian of whom nothing is known cannot consent for a child.")
    answers = (guardian.accused, guardian.benefits, guardian.recruited)
    if "yes" in answers:
        return Decision(
            False, "A guardian who is accused, benefits or recruited cannot consent for a child."
        )
    if guardian.disputed == "yes":
        return Decision(
            False, "Not yet: a court or the social service decides who the guardian is."
        )
    if set(answers) != {"no"}:
        return Decision(False, "Not yet: ask the questions about a conflict of interest first.")
    return YES


@dataclass(frozen=True)
class Asked:
    """How a consent was asked. ``now`` and ``until`` are instants with a zone."""

    purpose: str
    recipient: bool  # a recipient is named
    groups: int  # how many field groups
    language: str
    no_explained: bool
    evidence: str
    now: datetime
    until: datetime | None = None
    child: bool = False
    given_by: str = "herself"  # herself | with_guardian | guardian
    assent: str = ""  # the child's own: yes | no
    too_young_to_ask: bool = False
    guardian: GuardianFacts | None = None
    deceased: bool = False


def may_stand(asked: Asked) -> Decision:
    """Whether a yes stands as a consent. Her no always stands: nothing is asked of it.

    Examples
    --------
    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 12, tzinfo=UTC)
    >>> until = now + timedelta(days=90)
    >>> may_stand(Asked("care", True, 2, "su", True, "signed", now, until)).allowed
    True
    >>> may_stand(Asked("care", True, 2, "su", False, "signed", now, until)).reason
    'Not yet: tell her what happens if she says no.'
    """
    for rule in (_of_the_asking, _of_the_time, _of_the_giver):
        found = rule(asked)
        if not found.allowed:
            return found
    return YES


def _of_the_asking(asked: Asked) -> Decision:
    if asked.purpose not in PURPOSES:
        return Decision(False, "Not yet: name the purpose.")
    if not asked.recipient:
        return Decision(False, "Not yet: name one recipient.")
    if not asked.groups and asked.purpose != "figures":
        return Decision(False, "Not yet: choose what the recipient may see.")
    if not asked.language:
        return Decision(False, "Not yet: name the language in which it was explained.")
    if not asked.no_explained:
        return Decision(False, "Not yet: tell her what happens if she says no.")
    if asked.evidence not in EVIDENCE:
        return Decision(False, "Not yet: a consent is written, recorded or witnessed.")
    return YES


def _of_the_time(asked: Asked) -> Decision:
    if asked.until is None or asked.until <= asked.now:
        return Decision(False, "Not yet: name the day on which it ends.")
    if asked.until - asked.now > LONGEST:
        return Decision(False, "Not yet: a consent lasts a year at most; ask again then.")
    return YES


def _of_the_giver(asked: Asked) -> Decision:
    if asked.deceased:
        return Decision(False, "Not any more: the person has died; heirs ask for themselves.")
    if not asked.child:
        if asked.given_by == "herself":
            return YES
        return Decision(False, "An adult consents herself; nobody else can.")
    if asked.assent == "no":
        return Decision(False, "The child said no: that counts, whatever a guardian says.")
    if asked.assent != "yes" and not asked.too_young_to_ask:
        return Decision(False, "Not yet: ask the child herself.")
    if asked.guardian is None:
        return Decision(False, "Not yet: a child needs a guardian beside her own yes.")
    return may_speak(asked.guardian)


def stop_by(withdrawn: datetime) -> datetime:
    """Give when processing has to have stopped after a withdrawal."""
    return withdrawn + STOP_WITHIN
