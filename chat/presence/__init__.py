"""Who is here: leases in Redis, and the list as one process follows it."""
