"""A chat site that people host themselves. `make release` changes these two."""

VERSION = "1.0.0"
# The oldest version that may serve beside this one, on one database and one Redis.
BESIDE = "1.0.0"
