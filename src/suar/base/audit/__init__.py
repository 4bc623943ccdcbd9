"""Who did what and who looked: append-only, chained by hashes, sealed when a change commits."""
