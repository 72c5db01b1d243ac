"""Secrets for programs: each opens some doors, until it is revoked."""
