"""Writing results whole or not at all, and safely for spreadsheets."""

from suar.analytics.writing.folder import can_be_written, whole_file, whole_folder
from suar.analytics.writing.tables import as_json, neutralise, write_csv, write_json

__all__ = [
    "as_json",
    "can_be_written",
    "neutralise",
    "whole_file",
    "whole_folder",
    "write_csv",
    "write_json",
]
