"""Keys that no client can collide in, and short references that people can read out."""

from suar.base.identifiers.keys import uuid7
from suar.base.identifiers.reference import check_reference, new_reference

__all__ = ["check_reference", "new_reference", "uuid7"]
