"""Any text file as UTF-8: finds its encoding, by its bytes and over all of them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from pathlib import Path

from northing.errors import BadFile, BadMapping
from northing.sources.limits import Limits
from northing.sources.members import CHUNK, Member, open_bytes

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python's way to carry bytes that are not UTF-8 through text and back.
KEPT = "surrogateescape"
STRAY = re.compile("[\udc80-\udcff]")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
SHOWN_LINES = 5
# No one types these (but for a line end, 0x85): they show that the encoding is another.
CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
CONTROL_BYTES = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
CONTROLS = (
    "Control characters stand in its text: it was written in, or passed through, another "
    "encoding; `encoding` in a mapping settles it."
)
# Marks that cp1252 shows within words when the bytes are really of another code page.
MISREAD = re.compile(r"[A-Za-z][¹³¿£¥¼¾¶ŸÆæÊêÑñœ]|[¹³¿£¥¼¾¶Ÿœ][a-z]")
CENTRAL_EUROPEAN = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáéíúýčďěňřšťůžÁÉÍÚÝČĎĚŇŘŠŤŮŽőűŐŰöüäôĺľŕßÖÜÄÔ")


@dataclass(frozen=True)
class PlainText:
    """A text as UTF-8 bytes.

    Attributes:
        path: The UTF-8 bytes; `start` skips a byte-order mark.
        encoding: What the file was written in.
        doubts: Sentences about how sure that is.
        holder: The member, whose scratch folder must live as long as the text.
        strays: The first lines that are not UTF-8, in a text that is UTF-8 but for them.
    """

    path: Path
    start: int
    encoding: str
    doubts: tuple[str, ...]
    holder: Member
    strays: tuple[int, ...] = ()


def as_utf8(member: Member, limits: Limits, encoding: str | None = None) -> PlainText:
    """Return the member's text as UTF-8, rewritten only where it is something else.

    Raises:
        BadFile: If it is binary, or has a line beyond the limit.
        BadMapping: If the encoding that a mapping names is unknown or does not fit.
    """
    with open_bytes(member.path) as file:
        head = file.read(CHUNK)
    bom = next(((mark, name) for mark, name in BOMS if head.startswith(mark)), None)
    if encoding is not None:
        return _as_told(member, encoding, bom, limits)
    if bom and bom[1] != "utf-8":
        return _rewritten(member, bom[1], (), limits)
    if not bom and (wide := _utf16_without_mark(head)):
        return _rewritten(member, wide, (f"No byte-order mark; read as {wide}.",), limits)
    is_utf8, has_newline, has_controls = _survey(member, limits)
    strays = NO_STRAYS if is_utf8 else _find_strays(member)
    if bom or strays.letters >= strays.others:
        doubts: tuple[str, ...] = (CONTROLS,) if has_controls else ()
        plain = PlainText(member.path, len(bom[0]) if bom else 0, "utf-8", doubts, member)
        if not has_newline:
            plain = _rewritten(member, "utf-8-sig" if bom else "utf-8", doubts, limits, KEPT)
        return replace(plain, doubts=(*doubts, *strays.doubts), strays=strays.lines)
    encoding, doubts = _eight_bit(member)
    if strays.letters and not doubts:
        doubts = (
            f"Read as {encoding}, though line {strays.letters_at} fits UTF-8: it may be of two "
            "encodings; `encoding` in a mapping settles it.",
        )
    return _rewritten(member, encoding, doubts, limits)


@dataclass(frozen=True)
class _Strays:
    """What a text has of UTF-8, and what not.

    Attributes:
        letters, letters_at: Characters beyond ASCII that are UTF-8, and the first line of any.
        others: Bytes that are not.
        lines, count: The first lines that hold such bytes, and how many do.
    """

    letters: int = 0
    letters_at: int = 0
    others: int = 0
    lines: tuple[int, ...] = ()
    count: int = 0

    @property
    def doubts(self) -> tuple[str, ...]:
        if not self.count:
            return ()
        if self.count == 1:
            return (f"Line {self.lines[0]} is not UTF-8, as the others are; it is refused.",)
        shown = ", ".join(map(str, self.lines[:SHOWN_LINES]))
        more = self.count - SHOWN_LINES
        listed = f"{shown} and {more:,} more" if more > 0 else shown
        return (f"Lines {listed} are not UTF-8, as the others are; they are refused.",)


NO_STRAYS = _Strays()


def _find_strays(member: Member) -> _Strays:
    letters = letters_at = others = count = 0
    lines: list[int] = []
    with member.path.open("r", encoding="utf-8", errors=KEPT, newline=None) as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            stray = len(STRAY.findall(line))
            own = len(NOT_ASCII.findall(line)) - stray
            letters, others = letters + own, others + stray
            letters_at = letters_at or (number if own else 0)
            if stray:
                count += 1
                lines += [number] if len(lines) < SHOWN_LINES else []
            if others > 10 * letters + 10_000:
                break  # clearly something else
    return _Strays(letters, letters_at, others, tuple(lines), count)


def _as_told(
    member: Member, encoding: str, bom: tuple[bytes, str] | None, limits: Limits
) -> PlainText:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise BadMapping(
            f"encoding is {encoding!r}; expected a name such as utf-8, cp1252 or utf-16."
        ) from None
    if name == "utf-8" and bom:
        name = "utf-8-sig"
    try:
        return _rewritten(member, name, (), limits)
    except UnicodeError:
        raise BadMapping(f"{member.name} is not written in {encoding}.") from None


def fits_utf8(block: bytes) -> bool:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _survey(member: Member, limits: Limits) -> tuple[bool, bool, bool]:
    """Whether all bytes are UTF-8, lines end in a newline, and controls stand in the text.

    Raises:
        BadFile: If it is binary, or has a line beyond the limit.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, has_newline, has_controls, since_newline = True, False, False, 0
    with open_bytes(member.path) as file:
        while chunk := file.read(CHUNK):
            if b"\x00" in chunk:
                raise BadFile(f"{member.name} is binary; expected text, XLSX, JSON or Parquet.")
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            has_controls = has_controls or CONTROL_BYTES.search(chunk) is not None
            first = chunk.find(b"\n")
            has_newline = has_newline or first >= 0
            breaks = [at for at in (first, chunk.find(b"\r")) if at >= 0]
            longest = since_newline + (min(breaks) if breaks else len(chunk))
            if longest > limits.line_bytes:
                raise BadFile(f"{member.name} has a line of more than {limits.line_bytes:,} bytes.")
            last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
            since_newline = len(chunk) - last - 1 if breaks else longest
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    return is_utf8, has_newline, has_controls


def _utf16_without_mark(head: bytes) -> str | None:
    pairs = len(head) // 2
    if pairs < 4:
        return None
    if head[1 : 2 * pairs : 2].count(0) > 0.6 * pairs and head[: 2 * pairs : 2].count(0) == 0:
        return "utf-16-le"
    if head[: 2 * pairs : 2].count(0) > 0.6 * pairs and head[1 : 2 * pairs : 2].count(0) == 0:
        return "utf-16-be"
    return None


def _eight_bit(member: Member) -> tuple[str, tuple[str, ...]]:
    """Choose between the code pages of western and central Europe, or ask a detector."""
    sample = bytearray()
    with open_bytes(member.path) as file:
        while (chunk := file.read(CHUNK)) and len(sample) < 64 * 1024:
            for line in chunk.splitlines():
                if not line.isascii() and len(sample) < 64 * 1024:
                    sample += line + b"\n"
    western = bytes(sample).decode("cp1252", errors="replace")
    if not MISREAD.search(western) and "�" not in western:
        return "cp1252", ()
    central = bytes(sample).decode("cp1250", errors="replace")
    foreign = {letter for letter in central if letter.isalpha() and not letter.isascii()}
    suspicious = any(mark in western for mark in "¹³¿¼¾¶") or "�" in western
    if foreign <= CENTRAL_EUROPEAN and suspicious:
        return "cp1250", ("Read as cp1250 by its letters; `encoding` in a mapping settles it.",)
    if "�" not in western and not suspicious:
        return "cp1252", ()
    return _ask_detector(bytes(sample))


def _ask_detector(sample: bytes) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    name = best.encoding if best else "latin-1"
    return name, (f"Read as {name}, which is a guess; `encoding` in a mapping settles it.",)


def _rewritten(
    member: Member,
    encoding: str,
    doubts: tuple[str, ...],
    limits: Limits,
    errors: str = "strict",
) -> PlainText:
    target = member.scratch.new(".txt")
    since_newline, has_controls = 0, False
    try:
        with (
            member.path.open("r", encoding=encoding, errors=errors, newline=None) as source,
            target.open("w", encoding="utf-8", errors=errors, newline="\n") as plain,
        ):
            while piece := source.read(CHUNK):
                if "\x00" in piece:
                    raise BadFile(f"{member.name} is binary; expected text.")
                has_controls = has_controls or CONTROL.search(piece) is not None
                plain.write(piece)
                at = piece.rfind("\n")
                since_newline = len(piece) - at - 1 if at >= 0 else since_newline + len(piece)
                if since_newline > limits.line_bytes:
                    raise BadFile(
                        f"{member.name} has a line of more than {limits.line_bytes:,} bytes."
                    )
    except UnicodeDecodeError:
        if encoding in ("latin-1", "iso8859-1"):
            raise
        if doubts or encoding == "cp1252":
            guess = "Read as latin-1, which is a guess; `encoding` in a mapping settles it."
            return _rewritten(member, "latin-1", (guess,), limits)
        raise
    if has_controls and CONTROLS not in doubts:
        doubts = (*doubts, CONTROLS)
    return PlainText(target, 0, encoding.removesuffix("-sig"), doubts, member)
