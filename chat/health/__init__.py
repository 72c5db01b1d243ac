"""How the site is: three addresses for programs that watch it, and what they tell.

``/healthz``: this process is alive. ``/readyz``: it can serve people. ``/metrics``: the
figures of all processes on this data folder, for Prometheus.
"""
