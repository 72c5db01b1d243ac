"""How the page's files get to a browser: joined, hashed, compressed, kept for ever.

In the checkout a module is a file, and so is a part of a style; a browser that asks for
them one by one, from far away, waits long. ``serve`` lays them down anew in the data
folder, once for each state of them; ``runserver`` hands them out as they lie.
"""
