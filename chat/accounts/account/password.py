"""A new password, for who knows the old one: other log-ins end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chat.accounts import authentication, visitor
from chat.accounts.account.being_in import stay
from chat.accounts.forms import PasswordForm
from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.refusals import answered, said
from chat.accounts.sections import Section, back_to, shown
from chat.logging.audit import audit
from chat.models import User
from chat.wire.errors import ChatError


def _context(request: HttpRequest) -> dict[str, Any] | None:
    user = request.user
    if not isinstance(user, User) or not user.has_usable_password():
        return None
    return {"form": PasswordForm(user)}


SECTION = Section(
    title=later("Password"),
    template="accounts/account/password.html",
    context=_context,
    order=30,
)


@require_POST
@people_only
@sensitive_post_parameters("old_password", "new_password", "new_password_again")
def change(request: PersonsRequest) -> HttpResponse:
    user = request.user
    if user.guest:
        messages.info(request, _("A guest has no password: sign up for an account."))
        return back_to(SECTION.part)
    form, refusal = PasswordForm(user, request.POST), None
    if form.is_valid():
        try:
            return _changed(request, form)
        except ChatError as error:
            refusal = error
            form.add_error("old_password", said(error))
    return answered(shown(request, SECTION.part, form=form), refusal)


def _changed(request: PersonsRequest, form: PasswordForm) -> HttpResponse:
    user, who = request.user, visitor.named(visitor.at_page(request))
    old, new = (form.cleaned_data[f"{age}_password"] for age in ("old", "new"))
    key = request.session.session_key or ""
    authentication.check_password(user, old, who, key)
    user.change_password(new)
    audit("password changed", name=user.name, address=who.address, door=who.door)
    messages.success(request, _("Your password is changed. Other log-ins have ended."))
    response = back_to(SECTION.part)
    stay(request, user, response, who)
    return response
