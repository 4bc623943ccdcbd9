"""New records later: who is this, among a million known, without linking all of them again."""

from suar.analytics.linkage.later.answers import Candidate
from suar.analytics.linkage.later.keeping import keep
from suar.analytics.linkage.later.known import Change, Known
from suar.analytics.linkage.later.store import refuse_taken

__all__ = ["Candidate", "Change", "Known", "keep", "refuse_taken"]
