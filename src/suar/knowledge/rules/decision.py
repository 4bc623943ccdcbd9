"""What a rule answers: yes or no, and the sentence that says why."""

from dataclasses import dataclass


class Denied(Exception):
    """A rule said no; the text is its reason."""


@dataclass(frozen=True)
class Decision:
    """An answer with its reason, the same beside the greyed button, in the audit and in the test.

    >>> Decision(False, "Not yet: an outcome is missing.").allowed
    False
    """

    allowed: bool
    reason: str = ""

    def require(self) -> None:
        """Go on only if allowed.

        Raises
        ------
        Denied
            With the reason, if not.
        """
        if not self.allowed:
            raise Denied(self.reason)


YES = Decision(True)
