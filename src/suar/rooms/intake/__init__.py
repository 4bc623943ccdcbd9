"""The intake room: reports, triage, screening, incidents."""
