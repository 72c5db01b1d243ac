"""Plain text, as people at ``nc`` speak it."""
