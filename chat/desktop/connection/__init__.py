"""The way to a site: dialling, trust, lines of JSON."""
