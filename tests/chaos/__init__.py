"""The proof of the promise: what was accepted is never lost, doubled or reordered.

    python -m tests.chaos [--seed N] [--seconds 60] [--database sqlite|postgres]

Two processes of the site and a bridge run on one data folder. A cast of people talks to
them by every door, with clients that know nothing but the contract, while faults that a
seed chooses befall the processes, the database, Redis and the clients. When everything
is healed and quiet, what each client was told and saw is compared with the database.

history   what happened, as plain facts
verdict   the comparison: facts in, misses out
log       a client's copy of a conversation: the rules of the contract
wires     connections that carry text: lines over TCP, frames of a WebSocket
client    a program that follows the contract, on either wire
plain     a person at ``nc``
cast      who is there, and who may read what
traffic   what they do
house     the processes under test
database  SQLite or a PostgreSQL of its own
faults    what befalls them
broken    the site with a rule broken on purpose, which a run must notice
run       all of it together
"""
