"""The text of each paper, a file a kind; in the language in force, from what it may carry."""
