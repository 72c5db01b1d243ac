"""Where mails reach somebody: told them by a link that they open there."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chat.accounts import authentication, links, mail, throttle, visitor
from chat.accounts.forms import EmailForm
from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.languages import words_here
from chat.accounts.refusals import answered, said
from chat.accounts.sections import Section, back_to, shown
from chat.logging.audit import audit
from chat.models import User
from chat.wire.errors import ChatError, NotAllowed, RateLimited


def _context(request: HttpRequest) -> dict[str, Any] | None:
    user = request.user
    if not settings.CHAT_MAILS or not isinstance(user, User) or user.guest:
        return None
    return {"form": EmailForm(user)}


SECTION = Section(
    title=later("E-mail"),
    template="accounts/account/email.html",
    context=_context,
    order=20,
)


@require_POST
@people_only
@sensitive_post_parameters("password")
def change(request: PersonsRequest) -> HttpResponse:
    form, refusal = EmailForm(request.user, request.POST), None
    if form.is_valid():
        try:
            _require_password(request, form)
            if address := form.cleaned_data["email"]:
                _send_link(request, address)
            else:
                _take(request, request.user, "")
        except ChatError as error:
            refusal = error
            form.add_error(None, said(error))
        else:
            return back_to(SECTION.part)
    return answered(shown(request, SECTION.part, form=form), refusal)


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the mail says that it is theirs, wherever they have read it."""
    try:
        user, address = links.email_of(token)
    except NotAllowed as error:
        messages.error(request, said(error))
        return back_to(SECTION.part)
    if request.method == "POST":
        _take(request, user, address)
        return back_to(SECTION.part)
    return render(request, "accounts/email.html", {"name": user.name, "email": address})


def _require_password(request: PersonsRequest, form: EmailForm) -> None:
    """Whoever has only found the page open must not have the next password sent."""
    if "password" in form.fields:
        who, key = visitor.at_page(request), request.session.session_key or ""
        password = form.cleaned_data["password"]
        authentication.check_password(request.user, password, who, key)


def _send_link(request: PersonsRequest, address: str) -> None:
    user, who = request.user, visitor.at_page(request)
    throttle.count_mail(who.network)
    if not throttle.may_mail(user):
        raise RateLimited(throttle.MAILS_ENOUGH)
    link = links.email_link(user, address, request.build_absolute_uri("/")[:-1])
    mail.ask_to_confirm(user, address, link)
    audit("e-mail asked for", name=user.name, address=who.address, door=who.door)
    told = words_here()(
        "A link is on its way to {email}: open it, so that mails reach you there.",
        email=address,
    )
    messages.success(request, told)


def _take(request: HttpRequest, user: User, address: str) -> None:
    former, who = user.email, visitor.at_page(request)
    user.take_email(address)
    audit("e-mail changed", name=user.name, address=who.address, door=who.door)
    if former and former != address and throttle.may_mail(user):
        mail.tell_of_change(user, former)
    if address:
        told = words_here()("Mails reach you at {email}.", email=address)
    else:
        told = _("No mails reach you any more.")
    messages.success(request, told)
