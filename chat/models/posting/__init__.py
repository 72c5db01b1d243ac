"""A post on its way into a log, where it gets its number."""
