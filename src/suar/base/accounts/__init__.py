"""Organisations and people: who belongs where, in which post, since when."""
