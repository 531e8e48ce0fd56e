"""A sheet on paper, in two forms: PDF to print, ODT to type in. The same bytes each time."""

from __future__ import annotations

import dataclasses
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import typst
from odfdo import Document, Element, Header, List, Paragraph, Table

from observatoire.editing.feuilles import Feuille, Question, Tableau

A_COCHER = "☐"
"""Before a choice, in a text that is typed."""


@cache
def pdf(feuille: Feuille) -> bytes:
    """The sheet on A4, as PDF/UA-1: tagged, in French, the same bytes each time."""
    with tempfile.TemporaryDirectory(prefix="feuille-") as folder, as_file(files("observatoire")) as package:
        root = Path(folder)
        root.joinpath("feuille.typ").write_bytes((package / "editing/templates/feuille.typ").read_bytes())
        root.joinpath("feuille.json").write_text(json.dumps(dataclasses.asdict(feuille), ensure_ascii=False), encoding="utf-8")
        # Faces of the package, never the machine's.
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(package / "livret/fonts")])
        raw = typst.compile(str(root / "feuille.typ"), root=folder, font_paths=fonts, format="pdf", pdf_standards=["ua-1"], timestamp=0)
    assert isinstance(raw, bytes)
    return raw


# --- ODT ---


@cache
def odt(feuille: Feuille) -> bytes:
    """The sheet as a text to type in: headings, boxes to tick, tables with their heads; the same bytes each time."""
    document = Document("text")
    document.body.clear()
    document.set_language("fr-FR")
    meta = document.meta
    meta.title, meta.language, meta.generator = feuille.titre, "fr-FR", "observatoire"
    if created := meta.get_element("//meta:creation-date"):
        created.delete()  # That of the empty document of the library.
    for level in document.styles.get_elements("//text:outline-style/text:outline-level-style"):
        for name in ("style:num-suffix", "loext:num-list-format"):  # Our questions bear their own numbers.
            level.del_attribute(name)
        level.set_attribute("style:num-format", "")
    for style in _STYLES:
        # Writer draws the borders of a cell only from a style of the text itself.
        document.insert_style(Element.from_tag(style), automatic="table-cell" in style)  # type: ignore[arg-type]
    document.body.append(_heading(1, feuille.titre))
    for text in feuille.chapo:
        document.body.append(Paragraph(text))
    for partie in feuille.parties:
        document.body.append(_heading(2, partie.titre))
        for number, question in enumerate(partie.questions, 1):
            for element in _elements(question, 3, f"{number}. "):
                document.body.append(element)
    out = io.BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _heading(level: int, text: str) -> Element:
    return Header(level, text, style=f"Heading_20_{level}")


_STYLES = (
    """<style:style style:family="paragraph" style:name="Reponse" style:display-name="Réponse"><style:paragraph-properties
        fo:border-bottom="0.5pt solid #7b7060" fo:padding="0.1cm" fo:margin-top="0.25cm" style:join-border="false"/></style:style>""",
    """<style:style style:family="paragraph" style:name="Aide"><style:paragraph-properties fo:margin-bottom="0.1cm"/>
        <style:text-properties fo:color="#49525e" fo:font-size="10pt"/></style:style>""",
    """<style:style style:family="paragraph" style:name="Tete"><style:text-properties fo:font-weight="bold" fo:font-size="10pt"/></style:style>""",
    """<style:style style:family="table-cell" style:name="Case"><style:table-cell-properties fo:border="0.5pt solid #7b7060"
        fo:padding="0.15cm"/></style:style>""",
    """<text:list-style style:name="Choix"><text:list-level-style-number text:level="1" style:num-format=""><style:list-level-properties
        text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="nothing"
        fo:margin-left="0.5cm"/></style:list-level-properties></text:list-level-style-number></text:list-style>""",
)


def _elements(question: Question, level: int, number: str = "") -> list[Element]:
    found: list[Element] = [_heading(level, number + question.texte)]
    if question.aide:
        found.append(Paragraph(question.aide, style="Aide"))
    if question.choix:
        found.append(List([f"{A_COCHER} {choice}" for choice in question.choix], style="Choix"))
    if question.tableau:
        found.append(_table(question.tableau, question.texte))
    found += [Paragraph("", style="Reponse") for _ in range(question.lignes)]
    for inner in question.dans:
        found += _elements(inner, level + 1)
    return found


def _table(tableau: Tableau, name: str) -> Element:
    blank = ("",) * len(tableau.colonnes)
    table = Table("".join(sign for sign in name if sign.isalnum() or sign == " ")[:40])
    head = Element.from_tag("table:table-header-rows")
    head.append(_row(tableau.colonnes, "Tete"))
    table.append(head)
    for row in (*tableau.lignes, *[blank] * tableau.vides):
        table.append(_row(row, "Standard"))
    return table


def _row(texts: tuple[str, ...], style: str) -> Element:
    row = Element.from_tag("table:table-row")
    for text in texts:
        cell = Element.from_tag('<table:table-cell table:style-name="Case" office:value-type="string"/>')
        cell.append(Paragraph(text, style=style))
        row.append(cell)
    return row


def _undated(raw: bytes) -> bytes:
    """The archive without the clock: ``mimetype`` first and bare, then the other files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as given, zipfile.ZipFile(out, "w") as kept:
        for name in ["mimetype", *sorted(name for name in given.namelist() if name != "mimetype" and not name.endswith("/"))]:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            kept.writestr(info, given.read(name))
    return out.getvalue()


FORMES: Mapping[str, Callable[[Feuille], bytes]] = {"pdf": pdf, "odt": odt}
"""What a sheet can be, by the ending of its file."""
