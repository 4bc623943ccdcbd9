"""What is so: code lists, rules and law, as data with their sources. Pure Python, no web."""
