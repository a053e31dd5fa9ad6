"""A store in an S3 bucket. In: files and bytes. Out: objects; S3 itself never shows a half-written one."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from campaign.adapters.stored import RENEWED, Kept, check_digest, check_name, hash_file, is_name, report_missing
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import StoreFailed, UnknownName
from campaign.spec.message import say

PIECE = 1 << 20
"""Bytes asked for at once when a file is read in the middle."""


@dataclass(frozen=True)
class S3Store:
    """Objects lie under `prefix`; who may do so is told by the usual AWS_… variables or the machine's role."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""

    def put(self, path: Path, *, name: str) -> None:
        check_digest(hash_file(path), name=check_name(name))
        if not self._is_fresh(name, size=path.stat().st_size):
            with _explained(name), path.open("rb") as file:
                self._client.upload_fileobj(file, self.bucket, self._locate(name))

    def put_bytes(self, data: bytes, *, name: str) -> None:
        check_digest(hash_bytes(data), name=check_name(name))
        if not self._is_fresh(name, size=len(data)):
            with _explained(name):
                self._client.put_object(Bucket=self.bucket, Key=self._locate(name), Body=data)

    def _is_fresh(self, name: str, *, size: int) -> bool:
        """Whether it is there, and was kept lately: an old one is kept again, which renews its date. So is half a one:
        S3 itself keeps none when a line breaks, but not everything that speaks its language is as strict."""
        try:
            with _explained(name):
                found = self._client.head_object(Bucket=self.bucket, Key=self._locate(name))
        except UnknownName:
            check_name(name)
            return False
        return bool(found["ContentLength"] == size and found["LastModified"] > datetime.now(UTC) - RENEWED)

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except UnknownName:
            check_name(name)
            return False
        return True

    def open(self, name: str) -> BinaryIO:
        reader = _ObjectReader(self, name=name, size=self.size(name))
        return cast(BinaryIO, io.BufferedReader(reader, PIECE))

    def fetch(self, name: str, *, to: Path) -> None:
        with _explained(name):
            self._client.download_file(self.bucket, self._locate(name), str(to))

    def size(self, name: str) -> int:
        with _explained(name):
            return int(self._client.head_object(Bucket=self.bucket, Key=self._locate(name))["ContentLength"])

    def names(self) -> Iterator[str]:
        for kept in self.list_kept():
            yield kept.name

    def list_kept(self, prefix: str = "") -> Iterator[Kept]:
        """What lies right under our prefix: below it others may keep theirs, in the same bucket."""
        pages = self._client.get_paginator("list_objects_v2")
        with _explained(prefix):
            for page in pages.paginate(Bucket=self.bucket, Prefix=self._locate_all() + prefix, Delimiter="/"):
                for entry in page.get("Contents", ()):
                    name = entry["Key"].removeprefix(self._locate_all())
                    if is_name(name):
                        yield Kept(name, int(entry["Size"]), entry["LastModified"])

    def remove_halves(self, *, before: datetime) -> int:
        """Uploads in pieces that were never ended: no listing shows them, and they are paid for. Others' stay."""
        removed = 0
        with _explained("uploads"):
            for page in self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self.bucket, Prefix=self._locate_all()
            ):
                for half in page.get("Uploads", ()):
                    if half["Initiated"] < before and is_name(half["Key"].removeprefix(self._locate_all())):
                        self._client.abort_multipart_upload(
                            Bucket=self.bucket, Key=half["Key"], UploadId=half["UploadId"]
                        )
                        removed += 1
        return removed

    def remove(self, name: str) -> None:
        with _explained(name):
            self._client.delete_object(Bucket=self.bucket, Key=self._locate(name))

    def read_range(self, name: str, *, start: int, length: int) -> bytes:
        """The bytes from `start`, at least one of which exists."""
        span = f"bytes={start}-{start + length - 1}"
        with _explained(name):
            found = self._client.get_object(Bucket=self.bucket, Key=self._locate(name), Range=span)
            return bytes(found["Body"].read())

    @property
    def _client(self) -> Any:
        return _connect(self.endpoint)

    def _locate(self, name: str) -> str:
        return self._locate_all() + check_name(name)

    def _locate_all(self) -> str:
        return f"{self.prefix}/" if self.prefix else ""


class _ObjectReader(io.RawIOBase):
    """An object read by ranges, so that players may ask for any part of a long loop."""

    def __init__(self, store: S3Store, *, name: str, size: int):
        self._store, self._name, self._size, self._at = store, name, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self._size - self._at)
        if wanted <= 0:
            return 0
        data = self._store.read_range(self._name, start=self._at, length=wanted)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


@cache
def _connect(endpoint: str) -> Any:
    import boto3  # noqa: PLC0415  half a second to import, which only those with S3 should pay
    from botocore.config import Config  # noqa: PLC0415

    config = Config(
        connect_timeout=5,
        read_timeout=30,
        retries={"total_max_attempts": 3, "mode": "standard"},
        # servers other than Amazon's tell the whole object's checksum with a part of it, which then looks damaged; a
        # name is the SHA-256 of what it names anyway
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.session.Session().client("s3", endpoint_url=endpoint or None, config=config)


@contextmanager
def _explained(name: str) -> Iterator[None]:
    from boto3.exceptions import Boto3Error  # noqa: PLC0415  as above
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        yield
    except ClientError as error:
        if str(error.response.get("Error", {}).get("Code")) in ("404", "NoSuchKey", "NotFound"):
            raise report_missing(name) from None
        raise _report_failure(error) from error
    except (BotoCoreError, Boto3Error) as error:
        raise _report_failure(error) from error


FULL = frozenset(("507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "EntityTooLargeForQuota"))
"""What servers say that have no room; HTTP's own is 507 (RFC 4918, 11.5)."""


def _report_failure(error: Exception) -> StoreFailed:
    answer = getattr(error, "response", None) or {}
    said = {str(answer.get("Error", {}).get("Code")), str(answer.get("ResponseMetadata", {}).get("HTTPStatusCode"))}
    if said & FULL or "507" in str(error):  # an upload in parts tells it in words alone
        return StoreFailed(
            say("The object store is full."),
            hint=say("Give the bucket more room; what could not be kept is tried again by itself."),
        )
    return StoreFailed(
        say("The object store gives no answer we can use: %(why)s.", why=str(error)),
        hint=say("See that it runs, and that bucket, keys and CAMPAIGN_S3_ENDPOINT are right."),
    )
