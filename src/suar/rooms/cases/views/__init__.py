"""The room's pages: looking, working, giving, deciding, keeping a shelter, papers."""
