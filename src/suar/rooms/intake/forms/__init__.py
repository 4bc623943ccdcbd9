"""The room's forms, one file a page. Each carries a key that is good for one deed."""
