"""What Django does not do by itself: some headers, and noting where somebody is signed in."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

from django.http import HttpRequest, HttpResponse

POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "usb", "xr-spatial-tracking", "browsing-topics",
    )
)  # fmt: skip


class HeadersMiddleware:
    """Close what pages never need, and keep pages of signed-in people out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.setdefault("Cache-Control", "private, no-store")
        return response


class SeenMiddleware:
    """Note where somebody is signed in and when they were last seen, to the minute.

    A write at every request would cost more than a page does.
    """

    EVERY_SECONDS = 60.0
    MOST = 10_000

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._seen: dict[Hashable, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from allauth.usersessions.internal.usersessionkit import track_activity

        if self._is_due(request):
            track_activity(request, user=request.user, session=request.session)
        return self.get_response(request)

    def _is_due(self, request: HttpRequest) -> bool:
        """Whether this browser at this address has not been noted for a minute."""
        place = (
            request.session.session_key,
            request.META.get("HTTP_USER_AGENT", ""),
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
        )
        now = time.monotonic()
        if now - self._seen.get(place, -self.EVERY_SECONDS) < self.EVERY_SECONDS:
            return False
        if len(self._seen) >= self.MOST:
            self._seen.clear()
        self._seen[place] = now
        return True
