"""How long something may take, and what there is to do: one table of clocks that a manager reads.

The times are Suar's own proposals for good practice, not law, save where ``ground`` names the rule
that sets them; an organisation's own procedure may be shorter. Codes of tasks without a time stand
here too, so that one word means one thing in every room.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True)
class Clock:
    """What there is to do, and how long after its start. ``within`` None: no clock runs."""

    code: str
    label: dict[str, str]
    within: timedelta | None = None
    ground: str = ""  # the rule that sets the time, where one does
    urgent: bool = False


def _clock(
    code: str, en: str, indonesian: str, within: timedelta | None = None, *, urgent: bool = False
) -> Clock:
    return Clock(code, {"en": en, "id": indonesian}, within, "", urgent)


_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_TABLE: Final = (
    # a report and its urgent needs
    _clock("triage", "Triage the report", "Pilah laporan", 4 * _HOUR),
    _clock("call_back", "Call back as agreed", "Hubungi kembali sesuai kesepakatan", _DAY),
    _clock("decide_report", "Decide on the report", "Putuskan laporan", _DAY),
    _clock(
        "hear_answer",
        "Ask whether it was taken up",
        "Tanyakan apakah laporan ditindaklanjuti",
        3 * _DAY,
    ),
    _clock("danger_now", "Danger now", "Bahaya saat ini", _HOUR, urgent=True),
    _clock("medical", "Medical help", "Bantuan medis", 2 * _HOUR, urgent=True),
    _clock(
        "forensic_window",
        "Forensic examination while it can still show something",
        "Visum selagi masih dapat dilakukan",
        4 * _HOUR,
        urgent=True,
    ),
    _clock("suicide", "Thoughts of suicide", "Keinginan bunuh diri", _HOUR, urgent=True),
    _clock("child", "A child is concerned", "Menyangkut anak", 4 * _HOUR, urgent=True),
    _clock("detained", "Detained", "Ditahan", 8 * _HOUR, urgent=True),
    _clock("no_shelter", "Nowhere to sleep", "Tidak punya tempat bermalam", 8 * _HOUR, urgent=True),
    _clock("interpreter", "An interpreter", "Juru bahasa", _DAY, urgent=True),
    # somebody not yet free
    _clock("tell_consulate", "Tell the consulate", "Beri tahu perwakilan", 4 * _HOUR, urgent=True),
    _clock("trace_place", "Find out where", "Cari tahu lokasi", _DAY),
    _clock("hear_family", "Hear the family again", "Dengar kembali keterangan keluarga", 3 * _DAY),
    # a person and a case
    _clock(
        "screen", "Screen face to face, rested", "Penapisan tatap muka, setelah cukup istirahat"
    ),
    _clock("review_status", "Review the status", "Tinjau ulang status", 14 * _DAY),
    _clock("assess", "Assess needs", "Nilai kebutuhan", 7 * _DAY),
    _clock("plan", "Agree on a plan", "Sepakati rencana", 14 * _DAY),
    _clock("approve", "Agree or send back", "Setujui atau kembalikan", 3 * _DAY),
    _clock("assess_again", "Assess again", "Nilai kembali", 30 * _DAY),
    _clock("service", "Deliver the service", "Berikan layanan"),
    _clock("before_return", "Weigh the risks before return", "Nilai risiko sebelum pemulangan"),
    _clock("follow_up_3", "Follow-up at 3 months", "Tindak lanjut 3 bulan", 91 * _DAY),
    _clock("follow_up_6", "Follow-up at 6 months", "Tindak lanjut 6 bulan", 182 * _DAY),
    _clock("follow_up_12", "Follow-up at 12 months", "Tindak lanjut 12 bulan", 365 * _DAY),
    _clock("other", "Something else", "Lainnya"),
    # the data-protection act's two
    Clock(
        "stop_processing",
        {"en": "Stop processing after withdrawal", "id": "Hentikan pemrosesan setelah penarikan"},
        3 * _DAY,
        "Act 27/2022: 3 x 24 hours after the withdrawal",
    ),
    Clock(
        "breach_notice",
        {"en": "Give notice of the breach", "id": "Beri tahu kegagalan pelindungan data"},
        3 * _DAY,
        "Act 27/2022: 3 x 24 hours",
    ),
)

CLOCKS: Final[dict[str, Clock]] = {clock.code: clock for clock in _TABLE}


def due(code: str, *, start: datetime) -> datetime | None:
    """Give when a clock that starts now is due; None where no clock runs.

    >>> from datetime import UTC
    >>> due("danger_now", start=datetime(2026, 3, 12, 2, 0, tzinfo=UTC)).hour
    3
    """
    within = CLOCKS[code].within
    return None if within is None else start + within
