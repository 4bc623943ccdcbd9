"""The shell that people see: frame, components, words, paper. Calm, and the same everywhere."""
