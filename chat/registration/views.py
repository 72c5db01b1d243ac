"""The page of the first start."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from chat.accounts import visitor
from chat.accounts.refusals import answered, said
from chat.accounts.steps import come_in
from chat.registration import starting
from chat.registration.forms import StartForm
from chat.site import Site
from chat.wire.errors import ChatError


@never_cache
@sensitive_post_parameters("password", "password_again")
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the token becomes the administrator, and says what the site is."""
    if not starting.is_open(token):
        raise Http404
    here, refusal = Site.here(), None
    as_it_is = {"site": here.name, "registration": here.registration}
    form = StartForm(request.POST or None, request.FILES or None, initial=as_it_is)
    if form.is_valid():
        who = visitor.named(visitor.at_page(request))
        try:
            user = starting.make_administrator(token, form.cleaned_data, who)
        except ChatError as error:
            refusal = error
            form.add_error(None, said(error))
        else:
            return come_in(request, user, who)
    status = 422 if form.errors else 200
    return answered(
        render(request, "accounts/start.html", {"form": form}, status=status), refusal
    )
