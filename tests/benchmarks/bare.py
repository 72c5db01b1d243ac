"""A thread for each connection, and ``sendall`` to each: what the machine can do."""

import contextlib
import socket
import sys
import threading

clients: list[socket.socket] = []
# Everybody hears everything in the same order.
one_at_a_time = threading.Lock()


def serve(client: socket.socket) -> None:
    """Say hello, then tell everybody each line that comes."""
    with contextlib.suppress(OSError), client.makefile("rb") as lines:
        client.sendall(lines.readline())
        clients.append(client)
        for line in lines:
            tell(line)
    clients.remove(client)


def tell(line: bytes) -> None:
    with one_at_a_time:
        for client in clients.copy():
            with contextlib.suppress(OSError):  # it has just left
                client.sendall(line)


def main(port: str) -> None:
    listening = socket.create_server(("127.0.0.1", int(port)), backlog=1000)
    while True:
        client, _ = listening.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(client,), daemon=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
