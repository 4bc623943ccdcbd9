"""The room's pages, one file a kind of deed."""
