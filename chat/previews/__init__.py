"""What the links of messages lead to: looked at by the site, if it is to do so."""
