"""The cases room: one organisation's work for one person."""
