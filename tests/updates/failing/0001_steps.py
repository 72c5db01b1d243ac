"""The first step is the site's own."""

from importlib import import_module

Migration = import_module("chat.updates.migrations.0001_steps").Migration
