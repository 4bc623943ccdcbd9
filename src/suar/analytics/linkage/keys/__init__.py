"""Who is the same person, without names: keys under a secret that the linking party never has."""

from suar.analytics.linkage.keys.making import Keys, make_keys
from suar.analytics.linkage.keys.schema import KINDS, Kind
from suar.analytics.linkage.keys.writing import write_keys

__all__ = ["KINDS", "Keys", "Kind", "make_keys", "write_keys"]
