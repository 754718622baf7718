"""How much a browser may send: the rest of a body that is too large is not kept."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from northing.sources import UPLOAD

MOST_BYTES = 4 * (UPLOAD.received_bytes or 0)
"""Of all files of one form together."""
TOO_LARGE = "northing.too_large"


class WireLimit(FileUploadHandler):
    """Stops an upload that goes beyond the limits; the view then finds `TOO_LARGE` in the META."""

    _received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what arrives."""
        self._received += len(raw_data)
        most = UPLOAD.received_bytes or 0
        if start + len(raw_data) > most or self._received > MOST_BYTES:
            if self.request is not None:
                self.request.META[TOO_LARGE] = f"{most:,}"
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> Any:  # noqa: ARG002 - Django's signature
        """Leave the file to the handlers below."""
        return None
