"""Coming in: names, passwords, guests, and how often one may try."""
