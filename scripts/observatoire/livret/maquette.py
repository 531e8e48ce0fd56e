"""The text of a booklet for who lays it out by hand: a folder of Markdown, one file per part, with its pictures and what is said of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from PIL import Image as Picture

from observatoire.livret.document import Bloc, Blocs, Figure, Image, Inlines, Lien, Paragraphe, Style, Titre, inside, targets
from observatoire.livret.livret import Article, Livret
from observatoire.livret.markdown import Ecriture
from observatoire.livret.texte import mots, plain
from observatoire.problems import NBSP, plural


@dataclass(frozen=True)
class _Section:
    """What one file holds."""

    nom: str
    titre: Inlines
    blocs: Blocs = ()
    articles: tuple[Article, ...] = ()
    cible: str = ""

    @property
    def contenus(self) -> Iterator[tuple[str, str, Blocs]]:
        """The section itself, then each article: its target, its plain title, its blocks."""
        yield self.cible, plain(self.titre), self.blocs
        for article in self.articles:
            yield article.cible, plain(article.titre), article.blocs


def maquette(livret: Livret, images: Mapping[str, Path], licence: str) -> dict[str, bytes]:
    """Every file of the folder, by its path there.

    ``images`` gives the file of each picture by the path that the records write, which it keeps.
    """
    sections = tuple(_numbered(livret))
    drawings = _drawings(sections)
    places = {target: (section.nom, title) for section in sections for target, title in _targets(section)}
    writing = Ecriture(
        adresse=lambda cible: places.get(cible, ("", ""))[0],
        nom=lambda cible: places.get(cible, ("", cible))[1],
        dessin=lambda f: drawings[f.svg],
    )
    return {
        "LISEZ-MOI.md": _readme(livret, sections, licence).encode(),
        **{section.nom: f"{writing.blocs(_blocs(section, livret.site))}\n".encode() for section in sections},
        "images.csv": _listed(sections, images, drawings).encode(),
        **{name: svg.encode() for svg, name in drawings.items()},
        **_faces(),
        **{name: path.read_bytes() for name, path in images.items()},
    }


def _numbered(livret: Livret) -> Iterator[_Section]:
    """The sections in reading order, each in a file whose name begins with its rank."""
    for n, section in enumerate(_sections(livret), 1):
        yield _Section(f"{n:02}-{section.nom}.md", section.titre, section.blocs, section.articles, section.cible)


def _sections(livret: Livret) -> Iterator[_Section]:
    cover = tuple(Paragraphe(words) for words in (livret.sous_titre, livret.couverture.evenement, livret.couverture.editeur) if words)
    yield _Section("couverture", livret.titre, (*cover, *((_FICTIF,) if livret.fictif else ()), livret.couverture.image))
    yield _Section("comment-lire-ce-livret", mots("Comment lire ce livret"), (*livret.usage, *livret.ours))
    if livret.editorial:
        yield _Section("editorial", mots("Éditorial"), livret.editorial)
    for partie in livret.parties:
        yield _Section(partie.cle, partie.titre, (*partie.blocs, *partie.figures), partie.articles, f"partie/{partie.cle}")
    if livret.remerciements:
        yield _Section("remerciements", mots("Remerciements"), livret.remerciements)
    if livret.mentions:
        yield _Section("mentions-legales", mots("Mentions légales"), livret.mentions)


_FICTIF = Paragraphe((Style("gras", mots("Exemple fictif")),))


def _blocs(section: _Section, site: str) -> Iterator[Bloc]:
    yield Titre(1, section.titre)
    yield from section.blocs
    for article in section.articles:
        yield Titre(2, article.titre)
        if article.surtitre:
            yield Paragraphe((Style("italique", article.surtitre),))
        if article.fictif:
            yield _FICTIF
        yield from article.blocs
        if article.adresse and site:
            address = f"{site}/{article.adresse}"
            yield Paragraphe((*mots(f"En ligne{NBSP}: "), Lien(address, mots(address.split("://")[-1]))))


def _faces() -> dict[str, bytes]:
    """The faces that the drawings are lettered in, with their licence: in others, names of a map run into each other."""
    folder = files("observatoire.livret").joinpath("fonts")
    return {f"polices/{face.name}": face.read_bytes() for face in sorted(folder.iterdir(), key=lambda face: face.name)}


def _targets(section: _Section) -> Iterator[tuple[str, str]]:
    """Each target, and the title of what it is in."""
    for own, title, blocs in section.contenus:
        yield own, title
        yield from ((target, title) for target in targets(blocs))


# --- Pictures ---


def _pictures(nodes: Blocs | Inlines) -> Iterator[Image | Figure]:
    """Photographs and drawings, in reading order."""
    for node in nodes:
        if isinstance(node, Image | Figure):
            yield node
        for contents in inside(node):
            yield from _pictures(contents)


def _drawings(sections: tuple[_Section, ...]) -> dict[str, str]:
    """File of each drawing, numbered as they come; the same drawing has one."""
    found: dict[str, str] = {}
    for section in sections:
        for _, _, blocs in section.contenus:
            for picture in _pictures(blocs):
                if isinstance(picture, Figure):
                    kind = picture.role.split("-")[0] or "dessin"
                    found.setdefault(picture.svg, f"figures/{len(found) + 1:03}-{kind}.svg")
    return found


def _listed(sections: tuple[_Section, ...], images: Mapping[str, Path], drawings: Mapping[str, str]) -> str:
    """Each picture where it stands, for a spreadsheet: what it shows, its caption with its credit, its size in points of the screen."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["fichier", "texte", "titre", "nature", "description", "legende_et_credit", "largeur", "hauteur"])
    for section in sections:
        for _, title, blocs in section.contenus:
            for picture in _pictures(blocs):
                if isinstance(picture, Figure):
                    row = (drawings[picture.svg], "dessin", picture.alt, picture.legende, "", "")
                else:
                    row = (picture.fichier, "image", picture.alt, picture.legende, *_size(images[picture.fichier]))
                writer.writerow([row[0], section.nom, title, *row[1:]])
    return text.getvalue()


def _size(path: Path) -> tuple[str, str]:
    with Picture.open(path) as picture:
        return str(picture.width), str(picture.height)


# --- What it is ---


def _readme(livret: Livret, sections: tuple[_Section, ...], licence: str) -> str:
    rows = "\n".join(
        f"| {s.nom} | {plain(s.titre).replace('|', ' ')} | {plural(len(s.articles), 'texte') if s.articles else ''} |" for s in sections
    )
    return _README.format(
        titre=plain(livret.titre),
        version=livret.version,
        site=livret.site or "adresse non renseignée",
        licence=licence,
        fictif=f"\n**Exemple fictif{NBSP}: tout ce que ce livret raconte est inventé.**\n" if livret.fictif else "",
        lignes=rows,
    )


_README = """# Texte à mettre en page : {titre}
{fictif}
- Date des données : {version}
- Site : {site}
- Licence des textes et des données : {licence}. Celle de chaque image est dans sa légende : elle s’imprime avec elle.

## Ce que contient ce dossier

- un fichier de texte (Markdown, UTF-8) par partie du livret, numéroté dans l’ordre de lecture ;
- `images/` : les photographies et les scans, tels qu’ils ont été remis, s’il y en a ;
- `figures/` : les cartes, les frises et les échelles, dessinées à partir des données, en SVG (vectoriel). Leurs lettres sont en Atkinson Hyperlegible Next et en Bricolage Grotesque ;
- `polices/` : ces polices et leur licence (SIL Open Font License 1.1). Installez-les avant d’ouvrir les figures : dans une autre police, les noms d’une carte se chevauchent ;
- `images.csv` : pour chaque image et chaque figure, à chaque place où elle est montrée, le texte et le titre où elle se trouve, sa description, sa légende avec son crédit, et pour une image ses dimensions en pixels. Divisez-les par 12 pour la largeur, en millimètres, où elle s’imprime sans perte (300 points par pouce).

| Fichier | Partie | Contenu |
| --- | --- | --- |
{lignes}

## Les signes du texte

| Signe | Ce qu’il veut dire |
| --- | --- |
| `# Titre`, `## Titre`, `### Titre`… | le titre de la partie, celui d’un texte, puis ses intertitres |
| `*mots*`, `**mots**` | italique, gras |
| `[^3]` | l’appel de la source 3, listée sous « Sources » à la fin du même texte |
| `[mots](04-experiences.md)` | un renvoi dans le livret : imprimez les mots et la page où vous avez placé ce titre |
| `[mots](https://…)` | une adresse du web |
| `![description](fichier "légende")` | la place d’une image ou d’une figure. La description ne s’imprime pas : donnez-la au PDF comme texte de remplacement |
| `- mots`, `1. mots` | une liste, une liste numérotée |
| `> mots` | une citation |
| un mot, puis une ligne qui commence par `:` | un mot et ce qui s’en dit : identité d’une fiche, repères, glossaire |
| `\\` devant un signe, `&lt;`, `&amp;`, `&#58;` | le signe lui-même : `*`, `<`, `&`, `:` |
| `{rien}` seul, ou entre deux signes | rien : il les sépare |

Les espaces insécables, les guillemets, les apostrophes et les tirets sont déjà ceux de l’usage français : gardez-les. Les exposants (1er, XXIe) sont à élever. Les index donnent, après chaque nom, les titres où il en est parlé : mettez-y vos pages.

## Corriger

Ne corrigez pas le texte ici : la fiche dont il vient, sur le site, resterait fautive, et la correction serait perdue à la prochaine version. Signalez-la à l’observatoire, qui corrige la fiche et refait ce dossier avec `observatoire livret --texte-maquette`.
""".replace("{rien}", "&#8203;")
