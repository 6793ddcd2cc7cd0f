"""The write-ahead log: checksummed frames of requests, on disk before the requests are answered."""

import hashlib
import os
import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

_MAGIC = b"SFL2"
_HEADER = struct.Struct("<4sI16sI")  # magic, length of the payload, its digest, checksum of the three before
_LENGTH = struct.Struct("<I")  # before each record of a frame


class CorruptLog(Exception):
    """The log is damaged before its end, which no kill and no power cut does."""


class WriteAheadLog:
    """A file of frames that only grows at its end; a frame holds the records that were flushed together.

    A frame that is not complete at the end of the file was never acknowledged: reading drops it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.records = 0
        self._waiting: list[bytes] = []
        self._appended = self._durable = 0
        self._appending, self._flushing = threading.Lock(), threading.Lock()

    def read(self) -> Iterator[bytes]:
        """Yields every record of whole frames from the start, then cuts off a torn end.

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
            for record in _records(payload):
                yield record
                self.records += 1
            offset += _HEADER.size + len(payload)

    def append(self, record: bytes) -> None:
        """Takes a record, which is on disk when a `flush` that came later has returned."""
        with self._appending:
            self._waiting.append(record)
            self._appended += 1
            self.records += 1

    def flush(self) -> None:
        """Waits until the disk has all records; threads that wait at the same time wait for one write.

        After an OSError the file is as before.
        """
        wanted = self._appended
        with self._flushing:
            if self._durable >= wanted:
                return
            with self._appending:
                records, self._waiting, appended = self._waiting, [], self._appended
            self._write(b"".join(_LENGTH.pack(len(record)) + record for record in records))
            self._durable = appended

    def _write(self, payload: bytes) -> None:
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

    def clear(self) -> None:
        """Empties the log: everything in it, and everything that waits, is in a snapshot now."""
        with self._flushing, self._appending:
            os.ftruncate(self._file, 0)
            os.fsync(self._file)
            self._waiting, self._durable, self.records = [], self._appended, 0

    def close(self) -> None:
        os.close(self._file)


def _records(payload: bytes) -> Iterator[bytes]:
    offset = 0
    while offset < len(payload):
        (length,) = _LENGTH.unpack_from(payload, offset)
        offset += _LENGTH.size + length
        yield payload[offset - length : offset]


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
