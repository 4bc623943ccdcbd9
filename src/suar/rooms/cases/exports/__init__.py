"""Records that leave the house: which lines, in whose shape, locked and marked, with a reason."""
