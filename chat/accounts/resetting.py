"""A new password for who has forgotten theirs: by a mail, or a link of the panel's.

What a page says does not depend on whether there is such an account.
"""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from chat.accounts import links, mail, throttle, visitor
from chat.accounts.bans import require_welcome
from chat.accounts.forms import NewPasswordForm, ResetForm
from chat.accounts.languages import words_here
from chat.accounts.refusals import answered, said
from chat.accounts.visitor import Visitor
from chat.logging.audit import audit
from chat.models.people.reaching import reachable
from chat.wire.errors import ChatError, NotAllowed
from chat.words import sentence

SENT = sentence(
    "If there is such an account, and it has an e-mail address, a link is on its way."
)


def ask(request: HttpRequest) -> HttpResponse:
    """Have a link sent; where the site sends no mails it says whom to ask."""
    form, refusal = ResetForm(request.POST or None), None
    if request.method == "POST" and settings.CHAT_MAILS and form.is_valid():
        try:
            _send_links(request, form.cleaned_data["account"])
        except ChatError as error:
            refusal = error
            form.add_error(None, said(error))
        else:
            messages.info(request, words_here()(SENT))
            return redirect("login")
    context = {"form": form, "sends": settings.CHAT_MAILS}
    status = 422 if form.errors else 200
    page = render(request, "accounts/reset.html", context, status=status)
    return answered(page, refusal)


@never_cache
@sensitive_post_parameters("new_password", "new_password_again")
def set_password(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Whoever has the link sets a password; all log-ins of before end."""
    try:
        owner = links.account_of(number, token)
    except NotAllowed as error:
        messages.error(request, said(error))
        return redirect("login")
    form, refusal = NewPasswordForm(owner, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            owner.change_password(form.cleaned_data["new_password"])
        except ChatError as error:
            refusal = error
            form.add_error(None, said(error))
        else:
            _note("password reset", owner.name, visitor.at_page(request))
            messages.success(request, _("Your password is set: log in with it."))
            return redirect("login")
    context = {"form": form, "name": owner.name}
    status = 422 if form.errors else 200
    page = render(request, "accounts/reset_link.html", context, status=status)
    return answered(page, refusal)


def _send_links(request: HttpRequest, text: str) -> None:
    who = visitor.at_page(request)
    require_welcome(who)
    throttle.count_mail(who.network)
    _note("password reset asked for", text, who)
    root = request.build_absolute_uri("/")[:-1]
    for user in reachable(text):
        if throttle.may_mail(user):
            mail.offer_password(user, links.reset_link(user, root))


def _note(event: str, name: str, who: Visitor) -> None:
    audit(event, name=name, address=who.address, door=who.door)
