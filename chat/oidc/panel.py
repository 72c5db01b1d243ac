"""By whose word people come in, in the panel; who deletes a row unlinks it."""

from django.contrib import admin

from chat.oidc.models import Identity
from chat.web.admin.people import LEADS
from chat.web.admin.theirs import Theirs

LEADS.append(("Log-in elsewhere", "admin:oidc_identity_changelist", "person"))


@admin.register(Identity)
class IdentityAdmin(Theirs):
    list_display = ["person", "shown", "subject", "issuer", "made", "used"]
    search_fields = ["person__name", "shown", "subject"]
