"""The pages: logging in by more than a password, and what of it one has."""
