"""Whether pages can be served."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from suar.base.access.guard import public


@public
def health(request: HttpRequest) -> JsonResponse:
    """Answer once the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
