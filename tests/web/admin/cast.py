"""Who stands before the panel, and what they do there."""

from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from chat.models import User

PASSWORD = "correct horse"
LISTS = [
    *("user", "conversation", "membership", "message", "ban", "failedlogin"),
    *("putout", "offer"),
]


def sign_up(name, **flags):
    return User.objects.sign_up(name, PASSWORD, **flags)


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def the_owner():
    return logged_in(User.objects.create_superuser("owner", PASSWORD))


def a_moderator(*permissions):
    user = sign_up("moderator", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return logged_in(user)


def listed(model, app="chat"):
    return reverse(f"admin:{app}_{model}_changelist")


def page_of(row):
    about = row._meta
    return reverse(f"admin:{about.app_label}_{about.model_name}_change", args=[row.pk])


def act(client, action, *rows, **form):
    about = rows[0]._meta
    form = {"action": action, "_selected_action": [row.pk for row in rows], **form}
    page = listed(about.model_name, about.app_label)
    return client.post(page, form, follow=True)


def person_form(person, **changes):
    """What the person's page sends; None for a box that is not ticked."""
    form = {"name": person.name, "is_active": "on", **changes}
    return {name: value for name, value in form.items() if value is not None}


def said(response):
    return [str(message) for message in response.context["messages"]]


def rows_of(response):
    return list(response.context["cl"].result_list)
