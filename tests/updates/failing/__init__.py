"""Migrations of which the last fails: what has gone before it has to be undone."""
