"""Tasks with clocks: what somebody has to do for a record, until when, and whose it is."""
