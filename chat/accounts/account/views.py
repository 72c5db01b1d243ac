"""The page itself; what stands on it comes from ``sections``."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.sections import shown


@require_safe
@people_only
def account(request: PersonsRequest) -> HttpResponse:
    return shown(request)
