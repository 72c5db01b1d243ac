"""A capability: the audit log as rows, to which others are only ever added."""
