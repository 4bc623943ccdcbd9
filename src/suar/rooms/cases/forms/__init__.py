"""The room's forms. Choices come from the code lists; nothing is asked that no rule needs."""
