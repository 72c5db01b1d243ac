"""Where work runs: threads for the database, batches for what arrives together."""
