"""How the room that is steered was at each number, as its log says it.

Who may what is written down here once more: the table of the product is what is tried.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.chaos.facts import Facts
from tests.chaos.history import Happening

LEVELS = {"member": 0, "voice": 1, "moderator": 2, "owner": 3}
MEMBER, _, MODERATOR, OWNER = LEVELS.values()
NEEDS = {
    **dict.fromkeys(("kicked", "banned", "unbanned"), MODERATOR),
    **dict.fromkeys(("description", "lock", "speakers", "slow"), MODERATOR),
    **dict.fromkeys(("name", "private", "unlisted", "archived", "keep"), OWNER),
}
IN_THE_ARCHIVE = {"kicked", "banned", "unbanned", "archived"}


@dataclass(frozen=True)
class State:
    """How it is from the number ``since`` on, not before ``at``.

    ``roles``: who is not named is a member; ``out``: at which number somebody was put
    out last, whether they are in again or not.
    """

    staff: frozenset[str]
    since: int = 0
    at: float = 0.0
    archived: bool = False
    locked: bool = False
    speakers: int = MEMBER
    roles: Mapping[str, int] = field(default_factory=dict)
    out: Mapping[str, int] = field(default_factory=dict)

    def acts_as(self, person: str) -> int:
        """As what somebody may do there what they may."""
        return OWNER if person in self.staff else self.roles.get(person, MEMBER)

    def may_post(self, person: str) -> bool:
        return not self.archived and self.acts_as(person) >= self.speakers

    def may_happen(self, event: Happening) -> bool:
        """Whether whoever has done it was allowed to."""
        kind, actor = event.kind, self.acts_as(event.actor)
        if kind == "role":
            return self._may_be_given(event)
        if kind == "topic":
            is_for_few = self.locked or self.speakers == MODERATOR
            return not self.archived and actor >= (MODERATOR if is_for_few else MEMBER)
        if self.archived and kind not in IN_THE_ARCHIVE:
            return False
        if kind in ("kicked", "banned"):
            rank = (event.whom in self.staff, self.acts_as(event.whom))
            if (event.actor in self.staff, actor) <= rank:
                return False
        return actor >= NEEDS[kind]

    def _may_be_given(self, event: Happening) -> bool:
        if event.value == "owner":
            is_heir = OWNER not in self.roles.values()
            return is_heir or self.acts_as(event.actor) >= OWNER
        given = LEVELS[str(event.value)], self.roles.get(event.whom, MEMBER)
        if self.archived or OWNER in given:
            return False
        needs = OWNER if MODERATOR in given else MODERATOR
        return self.acts_as(event.actor) >= needs

    def after(self, seq: int, event: Happening) -> "State":
        """How it is when that has happened."""
        state = replace(self, since=seq, at=event.at)
        if event.kind == "role":
            return replace(state, roles=self._with(event))
        if event.kind in ("kicked", "banned"):
            roles = {**self.roles}
            roles.pop(event.whom, None)
            return replace(state, roles=roles, out={**self.out, event.whom: seq})
        if event.kind == "archived":
            return replace(state, archived=bool(event.value))
        if event.kind == "lock":
            return replace(state, locked=bool(event.value))
        if event.kind == "speakers":
            return replace(state, speakers=LEVELS[str(event.value)])
        return state

    def _with(self, event: Happening) -> dict[str, int]:
        roles, role = {**self.roles}, LEVELS[str(event.value)]
        if role == OWNER:  # whoever hands it over is a moderator then
            roles = {who: min(its, MODERATOR) for who, its in roles.items()}
        return {**roles, event.whom: role}


def states(facts: Facts) -> list[State]:
    """How it was, from the first to the last."""
    history = facts.history
    room = facts.conversations.get(history.steered)
    found = [State(history.staff, roles={history.owner: OWNER})]
    for seq, event in sorted(room.happened.items()) if room else ():
        found.append(found[-1].after(seq, event))
    return found
