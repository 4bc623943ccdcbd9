"""Copies that only the operator opens, and that do not bring back whom we erased."""
