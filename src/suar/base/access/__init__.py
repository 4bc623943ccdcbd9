"""Who acts, and what the database lets them see: one door, and a second wall behind it."""
