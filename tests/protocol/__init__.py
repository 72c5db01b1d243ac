"""The contract on paper, for the authors of clients, and the proof that it is true.

``docs/protocol.md`` and ``docs/protocol.schema.json`` are made of the structs of
``chat.wire``, their docstrings, ``page.md`` and ``conversation.txt``. The tests here
hold both equal to what would be made now, the schema to what the decoder takes, and the
conversation, the example and the sentences of the page to what a real server does.
"""
