"""Where a page has the pictures of previews."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chat.accounts.guards import welcome_person
from chat.files.pictures.thumbnails import MEDIA, SIDES, thumbnail
from chat.models.messages.message import message_of
from chat.previews.models import Preview
from chat.wire.errors import ChatError

# As long as somebody looks at a page: after that it is asked anew who may.
KEPT_SECONDS = 3600


@require_safe
@cache_control(private=True, max_age=KEPT_SECONDS)
def picture(request: HttpRequest, id: UUID) -> HttpResponse:
    """The picture of a preview, for whoever may read its message."""
    reader = welcome_person(request)
    preview = Preview.objects.filter(pk=id).exclude(picture=b"").first()
    if preview is None:
        raise Http404
    try:
        message = message_of(preview.conversation_id, preview.seq, reader)
    except ChatError:
        raise Http404 from None
    if message.deleted:
        raise Http404
    return HttpResponse(bytes(preview.picture), MEDIA[thumbnail(SIDES[0])])
