"""Traces by OpenTelemetry, where they are wanted: spans of commands, pages and batches.

Whoever does not want them has nothing of this but its name: what is traced is wrapped
as the site starts, from here, and knows nothing of it.
"""
