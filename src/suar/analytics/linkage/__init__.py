"""Who is the same person, by probabilities and without needing names."""
