"""How much a delivery costs, beside others who do the same on the same machine.

    python -m tests.benchmarks [SCENARIO ...] [--rounds 5] [--quick] [--save]

A server and its Redis have one core, whoever talks and listens has another. What counts
is the CPU that the server's own process has taken for each delivery: not how many there
were in a second. Whoever listens checks what comes, each message once and in order, and
a row says how busy the listening core was.

``N in flight``: N messages are posted that not everybody has heard yet, each by another
of the readers. When the last reader has heard the oldest, the next one posts one more.
It means the same for every server.

machine      cores, and what processes have taken of them
streams      what comes from a server, cut into messages: bytes in, numbers out
readers      connections that read and check; the board that counts for all of them
crowds       many of them at one server, and somebody who speaks
peers        the servers: chatsite by its doors; in others, those it is compared with
bare, tutorial, socketio.js    what some of these run
fanout, posting, connections, page   what is measured
scenarios    the list of it
pairs        two states of the site, by turns; checkout: the one before
bars         what the figures have to hold
figures      the figures: medians, spreads, ratios
table, chart how they are shown
"""
