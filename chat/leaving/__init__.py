"""A capability: somebody leaves for good, and takes along what is theirs."""
