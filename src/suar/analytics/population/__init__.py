"""How many persons are known to no register."""
