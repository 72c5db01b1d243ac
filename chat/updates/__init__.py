"""From one version to the next: migrations that can be undone, and who may go along."""
