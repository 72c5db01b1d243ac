"""Looks at what the site stands on, and says what is wrong and what to do."""
