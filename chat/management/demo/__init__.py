"""A demo's worth of talk."""
