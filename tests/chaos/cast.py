"""Who is there, by which doors, and who may read what."""

from dataclasses import dataclass

PASSWORD = "correct horse battery"
PEOPLE = (
    *("ada", "bob", "cyd", "dan", "eve", "flo"),
    *("gus", "hal", "ivy", "jon", "kim", "leo"),
)
# Who has a phone, and is never here.
AWAY = "mia"
LOBBY, CELLAR, ATTIC = "#lobby", "#cellar", "#attic"
# What one room is called by turns, in which people are given roles and put out.
YARD = ("#yard", "#court", "#green")
# Who moderates the whole site.
STAFF = ("cyd",)
# The first of each makes the room and invites the others.
ROOMS = {
    "#dev": ("ada", "bob", "dan", "eve", "gus", "hal", "jon", "kim"),
    "#ops": ("cyd", "flo", "ivy", "leo", "dan", "gus"),
    CELLAR: ("bob", "eve", "hal", "kim"),
    # People come here and go again.
    ATTIC: ("ada",),
    YARD[0]: PEOPLE,
}


@dataclass(frozen=True)
class Seat:
    """One client: ``home`` is the process that it goes to first."""

    person: str
    door: str
    home: int

    @property
    def name(self) -> str:
        return f"{self.person}/{self.door}{self.home}"


SEATS = (
    *(Seat(name, "web", n % 2) for n, name in enumerate(PEOPLE[:6])),
    *(Seat(name, "json", (n + 1) % 3) for n, name in enumerate(PEOPLE[3:9])),
    # Three connections each, with the two above.
    Seat("dan", "json", 2),
    Seat("eve", "json", 0),
    *(Seat(name, "plain", n % 3) for n, name in enumerate(PEOPLE[6:])),
    Seat("bob", "page", 0),
    Seat("flo", "page", 1),
    Seat("ada", "desktop", 1),
    Seat("leo", "desktop", 2),
)


def is_restless(room: str) -> bool:
    """Whether people are not in there from the first to the last."""
    return room == ATTIC or room in YARD


def rooms_of(person: str) -> list[str]:
    """The rooms that somebody is in from the first to the last."""
    stable = {room: who for room, who in ROOMS.items() if not is_restless(room)}
    mine = [room for room, members in stable.items() if person in members]
    return [LOBBY, *mine]


def audience(person: str, place: str) -> frozenset[str] | None:
    """Who may see what ``person`` says in ``place``; None: everybody."""
    if place == LOBBY or is_restless(place):
        return None
    if place.startswith("@"):
        return frozenset({person, place[1:]})
    return frozenset(ROOMS[place])
