"""Tables that leave the house: locked with a password, marked for whom, safe to open."""
