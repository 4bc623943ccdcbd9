"""Exports of cases, and registers brought in as cases: an organisation's own, never granted."""

from address_tables.registers import _upload
from addresses import Row

ROWS = {
    "cases:export": Row(),
    "cases:bring_in": Row(),
    "cases:bring_in_ask": Row(_upload),
}
