"""The log-in window: server, name, password or guest; it keeps what was typed."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from tkinter import ttk

from chat.desktop.client import Client
from chat.desktop.settings import PORT, Account, Settings
from chat.desktop.window.theme.looks import Looks

WIDTH = 400
NO_NAME = "Type the name that the others are to see."
NO_ADDRESS = "Write the server as a name or a number, like chat.example.org:9001."


class LoginView(ttk.Frame):
    """``come_in(account)`` when everything is typed, ``give_up()`` on Cancel."""

    def __init__(
        self,
        parent: tk.Misc,
        settings: Settings,
        looks: Looks,
        come_in: Callable[[Account], None],
        give_up: Callable[[], None],
    ) -> None:
        super().__init__(parent, name="login", padding=looks.px(28))
        self._looks = looks
        self._come_in = come_in
        self._give_up = give_up
        self._server = tk.StringVar(self, _written(settings.host, settings.port))
        self._person = tk.StringVar(self, settings.name)
        self._password = tk.StringVar(self)
        self._guest = tk.BooleanVar(self, settings.guest)
        self._tls = tk.BooleanVar(self, settings.tls)
        self._client: Client | None = None
        self._make()
        self._choose_kind()
        self.show(None)

    def focus(self) -> None:
        """Go where something is missing."""
        has_name = bool(self._person.get())
        needs_password = has_name and not self._guest.get()
        (self._password_field if needs_password else self._name_field).focus_set()

    def show(self, client: Client | None) -> None:
        """Say how the log-in goes."""
        if client is not None and client.code == "guests-refused":
            self._guest.set(False)
            self._choose_kind()
        self._client = client
        trying = client is not None and client.state in ("connecting", "waiting")
        self._button.configure(text="Cancel" if trying else "Come in")
        self._say(_sentence(client), wrong=client is not None and not trying)
        if client is not None and client.fingerprint and client.state == "refused":
            self._print.configure(text=_in_two_lines(client.fingerprint))
            self._trust_box.pack(fill="x", pady=(10, 0))
        elif client is not None and client.code == "" and _changed(client):
            self._forget.pack(anchor="w", pady=(8, 0))
        else:
            self._trust_box.pack_forget()
            self._forget.pack_forget()

    def fail(self, sentence: str) -> None:
        """Say why it cannot even be tried."""
        self._say(sentence, wrong=True)

    # --- Making it --------------------------------------------------------------------

    def _make(self) -> None:
        self._width = self._looks.px(WIDTH)
        card = ttk.Frame(self, name="card", width=self._width)
        card.place(relx=0.5, rely=0.46, anchor="center", width=self._width)
        ttk.Label(card, text="Type a name, you are in", style="Title.TLabel").pack(
            anchor="w", pady=(0, 18)
        )
        self._server_field = _field(card, "Server", "server", self._server)
        self._name_field = _field(card, "Your name", "name", self._person)
        self._make_kinds(card)
        self._secret = ttk.Frame(card, name="secret")
        self._password_field = _field(
            self._secret, "Password", "password", self._password
        )
        self._password_field.configure(show="•")
        ttk.Checkbutton(
            card, name="tls", text="Encrypt the connection (TLS)", variable=self._tls
        ).pack(anchor="w", pady=(2, 16))
        self._button = ttk.Button(
            card, name="button", style="Accent.TButton", command=self._press
        )
        self._button.pack(fill="x")
        # A label has a border of its own.
        self._state = ttk.Label(card, name="state", wraplength=self._width - 4)
        self._state.pack(fill="x", pady=(14, 0))
        self._make_trust(card)
        for field in (self._server_field, self._name_field, self._password_field):
            field.bind("<Return>", lambda _: self._submit())
        self._button.bind("<Return>", lambda _: self._press())

    def _make_kinds(self, card: ttk.Frame) -> None:
        row = self._kinds = ttk.Frame(card, name="kind")
        for name, text, value in (
            ("guest", "As a guest", True),
            ("account", "With a password", False),
        ):
            ttk.Radiobutton(
                row,
                name=name,
                text=text,
                value=value,
                variable=self._guest,
                command=self._choose_kind,
            ).pack(side="left", padx=(0, 18))
        row.pack(anchor="w", pady=(0, 12))

    def _make_trust(self, card: ttk.Frame) -> None:
        self._trust_box = ttk.Frame(card, name="trust")
        self._print = ttk.Label(self._trust_box, name="print", style="Code.TLabel")
        self._print.configure(font="ChatSmall", wraplength=self._width)
        self._print.pack(anchor="w", pady=(0, 10))
        trust = ttk.Button(
            self._trust_box, name="button", text="It is right: trust it from now on"
        )
        trust.configure(command=self._trust)
        trust.bind("<Return>", lambda _: self._trust())
        trust.pack(anchor="w")
        self._forget = ttk.Button(
            card, name="forget", text="Forget the old one", command=self._forget_it
        )

    # --- What the person does ---------------------------------------------------------

    def _choose_kind(self) -> None:
        """A guest has no password."""
        if self._guest.get():
            self._secret.pack_forget()
        else:
            self._secret.pack(fill="x", after=self._kinds)
            if self._person.get():
                self._password_field.focus_set()

    def _press(self) -> None:
        if str(self._button.cget("text")) == "Cancel":
            self._give_up()
        else:
            self._submit()

    def _submit(self) -> None:
        account = self._account()
        if account is None:
            self._refuse(NO_ADDRESS, self._server_field)
        elif not account.name:
            self._refuse(NO_NAME, self._name_field)
        else:
            self._come_in(account)

    def _refuse(self, sentence: str, field: ttk.Entry) -> None:
        # A try that goes on would say something else the next moment.
        self._give_up()
        self._say(sentence, wrong=True)
        field.focus_set()

    def _account(self) -> Account | None:
        """What is typed; None if the server is no address."""
        server = self._server.get().strip()
        host, colon, port = server.rpartition(":")
        if not colon or server.endswith("]"):
            host, port = server, str(PORT)
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            return None
        host = host.strip("[]")
        password = None if self._guest.get() else self._password.get()
        account = Account(host, int(port), self._tls.get(), self._person.get().strip())
        return replace(account, password=password)

    def _trust(self) -> None:
        if self._client is not None:
            self._client.trust_server()

    def _forget_it(self) -> None:
        if self._client is not None:
            self._client.trust.forget(self._client.account.server)
            self._submit()

    def _say(self, sentence: str, wrong: bool = False) -> None:
        style = "Bad.TLabel" if wrong else "Soft.TLabel"
        self._state.configure(text=sentence, style=style)


def _field(
    parent: ttk.Frame, label: str, name: str, variable: tk.StringVar
) -> ttk.Entry:
    ttk.Label(parent, text=label, style="Small.TLabel").pack(anchor="w", pady=(0, 3))
    field = ttk.Entry(parent, name=name, textvariable=variable, font="TkTextFont")
    field.pack(fill="x", pady=(0, 12))
    return field


def _written(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _sentence(client: Client | None) -> str:
    if client is None:
        return ""
    if client.state == "waiting":
        return f"{client.sentence} Next try in {client.retry_seconds} s."
    if client.state == "connecting":
        return f"Connecting to {client.account.server} …"
    return client.sentence


def _changed(client: Client) -> bool:
    """Whether the server shows another certificate than the one that was trusted."""
    known = client.trust.known(client.account.server)
    return client.state == "refused" and bool(known) and client.account.tls


def _in_two_lines(fingerprint: str) -> str:
    parts = fingerprint.split(":")
    half = len(parts) // 2
    return ":".join(parts[:half]) + ":\n" + ":".join(parts[half:])
