"""The write-ahead log: one checksummed frame per request, on disk before the request is answered."""

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

_MAGIC = b"SFL1"
_HEADER = struct.Struct("<4sI16sI")  # magic, length of the payload, its digest, checksum of the three before


class CorruptLog(Exception):
    """The log is damaged before its end, which no kill and no power cut does."""


class WriteAheadLog:
    """A file of frames that only grows at its end.

    A frame that is not complete at the end of the file was never acknowledged: reading drops it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.records = 0

    def read(self) -> Iterator[bytes]:
        """Yields every whole payload from the start, then cuts off a torn end.

        Raises CorruptLog, naming file and offset, for damage anywhere before the end.
        """
        data = self._path.read_bytes()
        offset = 0
        self.records = 0
        while offset < len(data):
            payload = _frame_at(data, offset)
            if payload is None:
                if not _is_torn_end(data, offset):
                    raise CorruptLog(
                        f"{self._path} is damaged at byte {offset} of {len(data)}. No use to go on. "
                        "Restore the cloud from a snapshot, or delete it and deploy again."
                    )
                os.ftruncate(self._file, offset)
                os.fsync(self._file)
                return
            yield payload
            self.records += 1
            offset += _HEADER.size + len(payload)

    def append(self, payload: bytes) -> None:
        """Writes one frame and waits until the disk has it. After an OSError the file is as before."""
        digest = hashlib.blake2b(payload, digest_size=16).digest()
        fields = struct.pack("<4sI16s", _MAGIC, len(payload), digest)
        frame = memoryview(fields + struct.pack("<I", zlib.crc32(fields)) + payload)
        before = os.fstat(self._file).st_size
        try:
            while frame:
                frame = frame[os.write(self._file, frame) :]
            os.fdatasync(self._file)
        except OSError:
            os.ftruncate(self._file, before)
            raise
        self.records += 1

    def clear(self) -> None:
        """Empties the log: everything in it is in a snapshot now."""
        os.ftruncate(self._file, 0)
        os.fsync(self._file)
        self.records = 0

    def close(self) -> None:
        os.close(self._file)


def _frame_at(data: bytes, offset: int) -> bytes | None:
    length = _length_at(data, offset)
    if length is None:
        return None
    start = offset + _HEADER.size
    payload = data[start : start + length]
    digest = data[offset + 8 : offset + 24]
    if len(payload) < length or hashlib.blake2b(payload, digest_size=16).digest() != digest:
        return None
    return payload


def _length_at(data: bytes, offset: int) -> int | None:
    header = data[offset : offset + _HEADER.size]
    if len(header) < _HEADER.size:
        return None
    magic, length, _, checksum = _HEADER.unpack(header)
    if magic != _MAGIC or zlib.crc32(header[:-4]) != checksum:
        return None
    return int(length)


def _is_torn_end(data: bytes, offset: int) -> bool:
    """True if an append that was cut short explains the rest: bytes miss at its end, or never left zero."""
    rest = data[offset:]
    length = _length_at(data, offset)
    if length is None:
        return not rest[_HEADER.size :].strip(b"\0")
    whole = _HEADER.size + length
    return len(rest) < whole or (len(rest) == whole and rest.endswith(b"\0"))
