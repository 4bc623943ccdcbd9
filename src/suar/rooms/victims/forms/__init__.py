"""The room's forms, a file a family of pages."""
