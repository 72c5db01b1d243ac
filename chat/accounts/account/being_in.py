"""A log-in of the page, in the list of its person: see ``LogIn``."""

from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from chat.accounts import visitor
from chat.accounts.account.agents import agent_in
from chat.accounts.visitor import Visitor
from chat.models import User
from chat.models.people.log_in import used_at_page


def note_use(request: HttpRequest, user: User) -> None:
    """Keep that an account is in by that request's session."""
    key = request.session.session_key
    if key and not user.guest:
        agent = agent_in(request.headers.get("User-Agent", ""))
        used_at_page(user, key, agent, visitor.at_page(request).address)


def stay(
    request: HttpRequest, user: User, response: HttpResponse, who: Visitor
) -> None:
    """Who has ended all log-ins of theirs is in by this one still."""
    auth.update_session_auth_hash(request, user)
    note_use(request, user)
    visitor.remember(response, who, user)
