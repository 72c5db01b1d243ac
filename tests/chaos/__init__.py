"""The proof of the promise: what was accepted is never lost, doubled or reordered.

    python -m tests.chaos [--seed N] [--seconds 60] [--database sqlite|postgres]

Two processes of the site and a bridge run on one data folder. A cast of people talks to
them by every door, with clients that know nothing but the contract and at two real
pages, while faults that a seed chooses befall the processes, the database, Redis and
the clients. When everything is healed and quiet, what each client was told and saw, and
what stands and stood in the pages, is compared with the database.

plan        what a run is to be, and what came of it
deployment  the processes under test; database: SQLite or a PostgreSQL of its own
broken      the site with a rule broken on purpose, which a run must notice; unruly:
            those of the room that is steered; breaking: how it is done
cast        who is there, and who may read what
wires       connections that carry text: lines over TCP, frames of a WebSocket
comeback    a client that comes back; speaker: what somebody does with a program
client      a program that follows the contract; log, roster: what it keeps;
            sighting: what of a room it is shown
plain       a person at ``nc``; desktop: the core of the desktop client
page        somebody at the real page, in a Chromium
traffic     what people do; steering: with the room that is steered
company     all of them at their doors, and guests who come and go
faults      what befalls them; misfortune: when, and when it is healed
roll        who hears something live in the end
history     what happened, as plain facts; chronicle: what is written down meanwhile
facts       ways to find something in it; replay: how a room was at each number
checks      each yields what was missed
verdict     the comparison: history in, misses out
run         all of it together; table: what came of it
"""
