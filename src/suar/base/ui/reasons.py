"""A rule's reason in the reader's language: rules are pure and speak English, pages speak both."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suar.base.ui.whose import role_in_words
from suar.base.ui.words import language
from suar.knowledge.rules.lifecycle import NOT_ANY_MORE, NOT_YET
from suar.knowledge.rules.permissions import ROLES, Permission
from suar.knowledge.rules.visibility import REASONS

_NOT_THIS_POST = re.compile(r"Not for this post: (?P<role>.+) may not (?P<what>.+)\.")
_BY_LABEL = {role.label["en"]: role.name for role in ROLES.values()}
#: Sentences of the lifecycles, each with where its states stand in it.
_OF_STATES = [
    (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(said["en"]))), said)
    for said in (NOT_YET, NOT_ANY_MORE)
]
#: Sentences that a rule keeps in both languages itself.
_BOTH = {each["en"]: each["id"] for each in REASONS.values()}


def in_words(reason: str) -> str:
    """Give a reason in the language in force; one that is made of parts is put together anew."""
    if reason in _BOTH:
        return _BOTH[reason] if language() == "id" else reason
    for pattern, said in _OF_STATES:
        if match := pattern.fullmatch(reason):
            states = {name: state_in_words(state) for name, state in match.groupdict().items()}
            return said[language()].format(**states)
    match = _NOT_THIS_POST.fullmatch(reason)
    if match and match["role"] in _BY_LABEL:
        return _("Not for this post: the role %(role)s may not %(what)s.") % {
            "role": role_in_words(_BY_LABEL[match["role"]]),
            "what": _(match["what"]),
        }
    return _(reason) if reason else ""


def state_in_words(state: str) -> str:
    """Give a lifecycle's state in the language in force; the empty one is "nothing yet"."""
    if state in ("", "nothing yet"):
        return _("nothing yet")
    return pgettext("state", state)


def permission_in_words(permission: Permission) -> str:
    """Give what a permission allows."""
    return _(permission.value)
