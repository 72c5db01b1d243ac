"""Another name, as one wishes: see ``choose_name``."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from chat.accounts.forms import NameForm
from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.refusals import answered, said
from chat.accounts.sections import Section, back_to, shown
from chat.models.names.choosing import choose_name
from chat.wire.errors import ChatError


def _context(request: HttpRequest) -> dict[str, NameForm]:
    return {"form": NameForm()}


SECTION = Section(
    title=later("Name"),
    template="accounts/account/name.html",
    context=_context,
    order=10,
)


@require_POST
@people_only
def change(request: PersonsRequest) -> HttpResponse:
    form, refusal = NameForm(request.POST), None
    if form.is_valid():
        try:
            called = choose_name(request.user, form.cleaned_data["name"])
        except ChatError as error:
            refusal = error
            form.add_error("name", said(error))
        else:
            name = called.person.name
            told = _("You are called {name} from now on.").format(name=name)
            messages.success(request, told)
            return back_to(SECTION.part)
    return answered(shown(request, SECTION.part, form=form), refusal)
