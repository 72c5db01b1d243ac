"""Log-ins that somebody else vouches for: OpenID Connect, by settings."""
