"""What follows from data: reading, linking, estimating, showing. Pure Python, no web."""
