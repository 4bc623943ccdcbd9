"""What every room stands on: the database, people and posts, access, audit, vault, the shell."""
