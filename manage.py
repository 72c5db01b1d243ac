#!/usr/bin/env python
"""Run one of the site's commands; ``manage.py help`` lists them."""

from chatsite.__main__ import main

if __name__ == "__main__":
    main()
