"""A thread for each connection, and ``sendall`` to each: what the machine can do."""

import socket
import sys
import threading

clients: list[socket.socket] = []


def serve(client: socket.socket) -> None:
    if not client.recv(6):
        return
    client.sendall(b"hello\n")
    clients.append(client)
    while data := client.recv(65536):
        for each in clients:
            each.sendall(data)


def main(port: str) -> None:
    listening = socket.create_server(("127.0.0.1", int(port)), backlog=1000)
    while True:
        client, _ = listening.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(client,), daemon=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
