"""What the browser may bring: files of anybody, read within limits, under names of our own."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from northing.web.accounts.models import AuditEntry
from northing.web.data import store
from northing.web.data.models import Drop, DroppedFile

SPEND = b"date,channel,campaign,amount,currency\n2026-03-01,paid_search,Brand,12.50,EUR\n"


def test_a_file_is_read_before_it_is_loaded(empty_company, signed_in, drop):
    client = signed_in("analyst")
    answer = drop(client, ("spend.csv", SPEND))
    file = DroppedFile.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/data/files/{file.pk}/")
    assert file.state == "ready"
    page = client.get(answer.url).content.decode()
    assert "1 rows for spend" in page
    assert not list((empty_company.workspace / "lake" / "raw").glob("[!.]*"))


def test_a_loaded_file_is_a_batch_with_its_loader(empty_company, signed_in, drop):
    client = signed_in("analyst")
    drop(client, ("spend.csv", SPEND))
    file = DroppedFile.objects.get()
    client.post(f"/data/files/{file.pk}/load")
    page = client.get("/data/").content.decode()
    assert "spend.csv" in page
    assert "analyst" in page
    assert not file.path.exists(), "a loaded file holds people as written and must go"


def test_the_same_file_again_is_already_loaded(empty_company, signed_in, drop):
    client = signed_in("analyst")
    for key in ("first", "second"):
        drop(client, ("spend.csv", SPEND), key=key)
        file = DroppedFile.objects.get(drop__key=key)
        answer = client.post(f"/data/files/{file.pk}/load", follow=True)
    assert "was already loaded" in answer.content.decode()


def test_a_key_brings_the_same_files_once_and_others_never(empty_company, signed_in, drop):
    client = signed_in("analyst")
    first = drop(client, ("spend.csv", SPEND), key="one")
    assert drop(client, ("spend.csv", SPEND), key="one").url == first.url
    assert Drop.objects.count() == 1
    other = drop(client, ("spend.csv", SPEND.replace(b"12.50", b"99.00")), key="one")
    assert other.status_code == 409
    assert Drop.objects.count() == 1
    assert len(list(empty_company.uploads.iterdir())) == 1


HOSTILE_NAMES = (
    "../../x.csv", "..\\..\\x.csv", "/etc/passwd", "a\0b.csv", ".htaccess", "x" * 400, "..", "\0",
    "con\n.csv", "\u202evsc.x", "-rf", "x.csv/../../y",
)  # fmt: skip


def test_names_that_lead_elsewhere_stay_in_the_folder(empty_company, signed_in, drop):
    drop(signed_in("analyst"), *((name, SPEND) for name in HOSTILE_NAMES[:6]))
    files = list(DroppedFile.objects.all())
    assert len(files) == 6
    for file in files:
        assert file.path.resolve().parent == (empty_company.uploads / file.drop.id.hex).resolve()
        assert file.path.read_bytes() == SPEND


@pytest.mark.parametrize("given", HOSTILE_NAMES)
def test_a_name_of_our_own_is_plain(given):
    name = store.own_name(given)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", name)
    assert ".." not in name


def test_a_name_of_markup_is_shown_and_not_run(empty_company, signed_in, drop):
    client = signed_in("analyst")
    answer = drop(client, ("<svg onload=alert(1)>.csv", SPEND))
    page = client.get(answer.url).content.decode()
    assert "<svg onload" not in page
    assert "&lt;svg onload" in page


def test_a_planted_link_is_not_written_through(empty_company, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from northing.errors import StorageFailed

    target = tmp_path / "target"
    target.write_text("untouched")
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "x.csv").symlink_to(target)
    with pytest.raises(StorageFailed):
        store.keep(SimpleUploadedFile("x.csv", SPEND), folder, "x.csv")
    assert target.read_text() == "untouched"


def test_a_file_beyond_25_megabytes_is_refused_with_a_sentence(empty_company, signed_in, drop):
    answer = drop(signed_in("analyst"), ("large.csv", b"a,b\n" + b"1,2\n" * 6_300_000))
    assert answer.status_code == 422
    assert "too large" in answer.content.decode()
    assert not Drop.objects.exists()


def test_a_small_workbook_of_a_million_rows_is_refused(empty_company, signed_in, drop):
    answer = drop(signed_in("analyst"), ("bomb.xlsx", _workbook(rows=1_000_000)), follow=True)
    file = DroppedFile.objects.get()
    assert file.state == "refused"
    assert file.size < 200_000
    assert "500,000" in file.outcome["sentence"] or "rows" in file.outcome["sentence"]
    assert file.outcome["sentence"] in _unescaped(answer)


def test_billion_laughs_are_refused(empty_company, signed_in, drop):
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)
    )
    sheet = (
        laughs + b"]><worksheet><sheetData><row><c><v>&a11;</v></c></row></sheetData></worksheet>"
    )
    drop(signed_in("analyst"), ("laughs.xlsx", _workbook(sheet=sheet)))
    file = DroppedFile.objects.get()
    assert file.state == "refused"
    assert "entities" in file.outcome["sentence"]


def test_a_zip_of_one_endless_line_is_refused(empty_company, signed_in, drop):
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("line.csv", "w", force_zip64=True) as member,
    ):
        for _ in range(2_000):
            member.write(b"x" * 1_000_000)
    drop(signed_in("analyst"), ("line.zip", packed.getvalue()))
    file = DroppedFile.objects.get()
    assert file.state == "refused"
    assert "200,000,000" in file.outcome["sentence"]


def test_what_computes_for_ever_is_stopped(empty_company, signed_in, drop, monkeypatch):
    from northing.web.data import reading

    monkeypatch.setattr(reading, "WALL_SECONDS", -4.5)
    drop(signed_in("analyst"), ("spend.csv", SPEND))
    assert "stopped" in DroppedFile.objects.get().outcome["sentence"]


def test_one_file_that_ends_the_reader_leaves_the_others(empty_company, tmp_path, monkeypatch):
    from northing.web.data.reading import ask_all

    good = tmp_path / "spend.csv"
    good.write_bytes(SPEND)
    job = {"action": "read", "path": str(good), "beside": [], "mapping": {}}
    answers = ask_all(empty_company.workspace, [job, {"action": "no such"}, job])
    assert [one["state"] for one in answers] == ["ready", "refused", "ready"]


@pytest.mark.parametrize(
    ("content", "rows", "amount"),
    [
        ("date;channel;amount;currency\n01.03.2026;search;1.234,56;EUR\n", 1, "1234.56"),
        ("\ufeffdate,channel,amount\n2026-03-01,search,R$ 100.000\n", 0, None),
        ("Report\n\ndate,channel,amount,currency\n2026-03-01,search,5,EUR\nTotal,,5,\n", 1, "5"),
    ],
)
def test_odd_files_are_read_right_or_explained(
    empty_company, signed_in, drop, content, rows, amount
):
    drop(signed_in("analyst"), ("spend.csv", content.encode()))
    file = DroppedFile.objects.get()
    if rows:
        assert file.outcome["would"]["tables"][0]["rows"] == rows
        read = {one["column"]: one["read"] for one in file.outcome["readings"][0]["columns"]}
        assert read["amount"] == [amount]
    else:
        assert file.state in ("question", "refused")
        assert file.outcome["questions"] or file.outcome["sentence"]


def test_persons_are_never_shown(empty_company, signed_in, drop):
    client = signed_in("analyst")
    rows = b"email,Phone,created,kind\nmaria@example.com,+49 170 1234567,2026-03-01,lead\n"
    answer = drop(client, ("conversions.csv", rows))
    page = client.get(answer.url).content.decode()
    kept = repr(DroppedFile.objects.values().get())
    for secret in ("maria@example.com", "1234567"):
        assert secret not in page
        assert secret not in kept


ROUTES = ("upload", "files/{file}/read", "files/{file}/forget", "files/{file}/load",
          "files/{file}/discard", "uploads/{drop}/load", "loads/abc/take-back")  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("role", "status"),
    [("finance", 403), ("planner", 403), ("viewer", 404), ("agency", 404), ("board", 404),
     ("outsider", 404)],
)  # fmt: skip
def test_only_those_who_may_load_change_anything(
    empty_company, signed_in, cast, role, status, route
):
    held = Drop.objects.create(key="k", digest="d", by=cast("analyst"))
    file = DroppedFile.objects.create(drop=held, given_name="a.csv", name="a.csv", size=1)
    answer = signed_in(role).post("/data/" + route.format(file=file.pk, drop=held.pk))
    assert answer.status_code == status
    assert AuditEntry.objects.filter(refused=True, who=f"{role}@example.com").exists()
    assert DroppedFile.objects.count() == 1


def test_every_write_is_audited(empty_company, signed_in, drop):
    client = signed_in("analyst")
    drop(client, ("spend.csv", SPEND))
    file = DroppedFile.objects.get()
    client.post(f"/data/files/{file.pk}/read", {"table": "spend"})
    client.post(f"/data/files/{file.pk}/load")
    batch = DroppedFile.objects.get().batch
    client.post(f"/data/loads/{batch}/take-back")
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"upload", "correct mapping", "load", "take load back"} <= actions
    assert "Nothing has been loaded yet" in client.get("/data/").content.decode()


def _workbook(rows: int = 0, sheet: bytes = b"") -> bytes:
    """A workbook whose sheet is written by hand: as large unfolded as somebody wants."""
    parts = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
        b'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/'
        b'sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
        b'worksheet+xml"/></Types>',
        "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
        b"</Relationships>",
        "xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
        b'main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        b'<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/'
        b'package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.'
        b'org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        b"</Relationships>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            if sheet:
                member.write(sheet)
                return _closed(archive, member, packed)
            member.write(
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                b"<sheetData>"
            )
            row = b'<row><c t="inlineStr"><is><t>a</t></is></c><c><v>1</v></c></row>'
            for _ in range(rows // 1_000):
                member.write(row * 1_000)
            member.write(b"</sheetData></worksheet>")
    return packed.getvalue()


def _closed(archive: zipfile.ZipFile, member: object, packed: io.BytesIO) -> bytes:
    member.close()  # type: ignore[attr-defined]
    archive.close()
    return packed.getvalue()


def _unescaped(answer: object) -> str:
    import html

    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]
