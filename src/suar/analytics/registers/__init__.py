"""Reading and checking agencies' files into standard records."""

from suar.analytics.registers.blind import BlindMap
from suar.analytics.registers.builtin import builtin_profiles
from suar.analytics.registers.check import check_document
from suar.analytics.registers.keyfile import is_key_file, read_key_file
from suar.analytics.registers.profile import Profile
from suar.analytics.registers.profile_yaml import load_profile, parse_profile
from suar.analytics.registers.propose import propose
from suar.analytics.registers.reading import read, read_all
from suar.analytics.registers.register import Register, Rejection, Warned
from suar.analytics.registers.scope import Scope, in_scope, parse_scope

__all__ = [
    "BlindMap",
    "Profile",
    "Register",
    "Rejection",
    "Scope",
    "Warned",
    "builtin_profiles",
    "check_document",
    "in_scope",
    "is_key_file",
    "load_profile",
    "parse_profile",
    "parse_scope",
    "propose",
    "read",
    "read_all",
    "read_key_file",
]
