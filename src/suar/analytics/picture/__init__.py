"""The pipeline: registers, persons, counts, estimate, report."""
