"""The page as an app among others of a phone: what it is called, and its worker."""
