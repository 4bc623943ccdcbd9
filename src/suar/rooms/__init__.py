"""Where people work, in the order in which a person's story moves."""
