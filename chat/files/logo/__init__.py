"""The logo of the site, where an administrator has uploaded one."""
