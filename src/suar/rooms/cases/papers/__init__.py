"""Papers of a case and of a report: numbered, in one of two languages, each printing on record."""
