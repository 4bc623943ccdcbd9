"""A rule's reason in the reader's language: rules are pure and speak English, pages speak both."""

import re

from django.utils.translation import gettext as _

from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.permissions import ROLES, Permission

_NOT_THIS_POST = re.compile(r"Not for this post: (?P<role>.+) may not (?P<what>.+)\.")
_BY_LABEL = {role.label["en"]: role.name for role in ROLES.values()}


def in_words(reason: str) -> str:
    """Give a reason in the language in force; one that is made of parts is put together anew."""
    match = _NOT_THIS_POST.fullmatch(reason)
    if match and match["role"] in _BY_LABEL:
        return _("Not for this post: the role %(role)s may not %(what)s.") % {
            "role": role_in_words(_BY_LABEL[match["role"]]),
            "what": _(match["what"]),
        }
    return _(reason) if reason else ""


def permission_in_words(permission: Permission) -> str:
    """Give what a permission allows."""
    return _(permission.value)
