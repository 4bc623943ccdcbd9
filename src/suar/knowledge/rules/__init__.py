"""Who may, with whose consent, in which state, what shows, what may be published: pure rules."""
