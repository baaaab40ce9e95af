"""Writes the files that the Postman collection uploads, under the names that its variables have, into a folder."""

import struct
import sys
import wave
import zipfile
import zlib
from pathlib import Path

folder = Path(sys.argv[1])


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


# A picture of 64 × 64 pixels in one colour.
head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
rows = (b"\0" + b"\x2a\x7f\x62" * 64) * 64
picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
(folder / "picture.png").write_bytes(picture)

# A second of silence, and an archive of it that is called like the test package of the run.
with wave.open(str(folder / "recording.wav"), "wb") as recording:
    recording.setnchannels(1)
    recording.setsampwidth(2)
    recording.setframerate(8000)
    recording.writeframes(bytes(16000))
with zipfile.ZipFile(folder / "Ujian Akhir Semester.zip", "w") as archive:
    archive.write(folder / "recording.wav", "track_01.wav")

(folder / "paper.txt").write_text(
    "1. Ibu kota Indonesia adalah …\nA. Jakarta\nB. Bandung\nC. Surabaya\nKunci: A\n", encoding="utf-8"
)
(folder / "participants.csv").write_text("NRP,Nama\n87654321,Jane Doe\n", encoding="utf-8")
