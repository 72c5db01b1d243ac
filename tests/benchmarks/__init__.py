"""How much a delivery costs, beside others who do the same on the same machine.

Each server is on a core of its own; whoever talks and listens, and Redis, are on
another. Everybody who listens checks what comes: each message once, in order.
"""
