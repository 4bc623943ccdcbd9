"""The audit: its address names no record."""

from addresses import Row

ROWS = {"audit:index": Row()}
