"""Rules for names, as data: one YAML file a naming tradition, with its source and counts."""
