"""Backups of the whole site in one file; how they come back, and when they must."""
