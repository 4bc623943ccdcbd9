"""Reading and checking agencies' files into standard records."""
