"""Contributed text is hostile until cleaned: it may say anything, and run nothing."""

from __future__ import annotations

import html as stdlib_html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatoire import prose
from observatoire.pages.rendu import Page, front_matter
from observatoire.site import _clean_page

VECTORS = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "svg": "<svg onload=alert(1)></svg>",
    "cadre": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "tableau": "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "intertitre": "## Titre <script>alert(1)</script>",
    "note": "Un mot.[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    "attributs": "![x](x.png){ onerror=alert(1) }\n\n[lien](a){: onclick=alert(1) style=color:red }",
    "titre": '"><script>alert(1)</script>',
    "description": "--- \ntitle: <img src=x onerror=alert(1)>\n---\n",
    "auteur": "' onmouseover='alert(1)",
    "etiquette": "</title></head><svg/onload=alert(1)>",
    "base": '<base href="https://ailleurs.example/">',
    "formulaire": '<form action="https://ailleurs.example/"><input name=q></form>',
    "renvoi": '<meta http-equiv="refresh" content="0;url=https://ailleurs.example/">',
    "style": "<style>body{display:none}</style><p style='position:fixed'>x</p>",
}
ADDRESSES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript&colon;alert(1)", "javascript&#58;alert(1)", "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=", "vbscript:msgbox(1)", "file:///etc/passwd", "blob:https://x/1",
]  # fmt: skip


class Tags(HTMLParser):
    """Every opening tag with its attributes, entities decoded as a browser would."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def dangers(rendered: str) -> list[str]:
    """What a browser would run, load from elsewhere, or send."""
    found = []
    for tag, attributes in Tags(rendered).found:
        if tag not in prose.TAGS:
            found.append(f"<{tag}>")
        for name, value in attributes.items():
            if name.startswith("on") or name in ("style", "srcset", "formaction", "id"):
                found.append(f"{tag} {name}")
            address = re.sub(r"[\t\r\n]", "", value.strip("".join(map(chr, range(33))))).lower()  # as a browser reads it
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", address)
            if name in ("href", "src") and scheme and scheme[1] not in prose.SCHEMES:
                found.append(f"{tag} {name}={value}")
            if tag == "img" and name == "src" and (scheme or address.startswith("//")):
                found.append(f"img {value}")
    return found


@pytest.mark.parametrize("text", VECTORS.values(), ids=VECTORS)
def test_a_hostile_text_runs_nothing(text: str) -> None:
    assert dangers(prose.html(text)) == []


@pytest.mark.parametrize("text", VECTORS.values(), ids=VECTORS)
def test_a_hostile_page_written_by_hand_runs_nothing(text: str) -> None:
    headings = [danger for danger in dangers(_clean_page(text)) if not re.fullmatch("h[1-6] id", danger)]

    assert headings == []


@pytest.mark.parametrize("text", VECTORS.values(), ids=VECTORS)
def test_a_front_matter_cannot_be_broken_out_of(text: str) -> None:
    written = Page("x.md", front_matter({"title": text, "description": text})).markdown

    assert written.count("\n---\n") == 1
    assert len(written.strip().splitlines()) == 4


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("form", ["[lien]({})", "[lien](<{}>)", "![image]({})", "<{}>", "[lien][a]\n\n[a]: {}", '<a href="{}">lien</a>'])
def test_a_dangerous_address_leads_nowhere(form: str, address: str) -> None:
    assert dangers(prose.html(form.format(address))) == []


@pytest.mark.parametrize("name", ["script", "image", "svg", "cadre", "base", "formulaire", "renvoi", "titre", "etiquette"])
def test_raw_html_comes_out_as_text(name: str) -> None:
    text = VECTORS[name]

    rendered = prose.html(text)

    words = stdlib_html.unescape(re.sub(r"</?p>", "", rendered)).replace("“", '"').replace("”", '"')
    assert words.strip() == text


def test_attribute_lists_are_words_like_others() -> None:
    assert prose.html("[lien](a){: onclick=alert(1) }") == '<p><a href="a">lien</a>{: onclick=alert(1) }</p>'


def test_a_source_call_leads_to_its_source() -> None:
    rendered = prose.html("Ouvert en 1995.[^s2]", {"s1": 1, "s2": 2})

    assert rendered == '<p>Ouvert en 1995.<a class="appel" href="#source-2"><span class="hors-ecran"> source </span>2</a></p>'


def test_a_call_to_no_source_is_left_out() -> None:
    assert prose.html("Ouvert en 1995.[^s9]", {"s1": 1}) == "<p>Ouvert en 1995.</p>"


def test_a_table_scrolls_in_its_own_frame_and_names_its_columns() -> None:
    rendered = prose.html("| Année | Budget |\n|---|---:|\n| 2013 | 97 |")

    assert '<div aria-label="Tableau" class="defile" role="group" tabindex="0"><table>' in rendered
    assert '<th scope="col">Année</th>' in rendered
    assert '<td class="droite">97</td>' in rendered


@pytest.mark.parametrize(
    ("text", "level", "tag"), [("# Un", 4, "h4"), ("## Un", 4, "h4"), ("### Un", 4, "h5"), ("###### Un", 4, "h6"), ("## Un", 3, "h3")]
)
def test_headings_start_below_those_of_the_page(text: str, level: int, tag: str) -> None:
    assert prose.html(text, level=level) == f"<{tag}>Un</{tag}>"


def test_a_picture_comes_from_the_site_alone() -> None:
    assert 'src="jardin.png"' in prose.html("![Le jardin](jardin.png)")
    assert "src=" not in prose.html("![Le jardin](https://ailleurs.example/x.png)")
    assert "src=" not in prose.html("![Le jardin](//ailleurs.example/x.png)")


def test_words_alone_keep_neither_signs_nor_calls() -> None:
    assert (
        prose.bare("Une **salle**, [un lien](https://x.example), puis la note.[^s1]\n\n> Fin.") == "Une salle, un lien, puis la note. Fin."
    )


MARKUP = st.sampled_from([
    "<", ">", "&", '"', "'", "`", "[", "]", "(", ")", "{", "}", "!", "|", "\n", "\n\n", "# ", "    ", "*", "_", "\\", ":", "//", "&#", ";",
    "javascript:", "data:", "onerror=", "<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=x>", "style=", "[^s1]", "|---|",
    "\x02", "\x03", "\x00", "klzzwxh:0000", "wzxhzdk:0", "&lt;", "&colon;", "<!--", "-->", "<![CDATA[", "<?", "<!",
])  # fmt: skip


@given(st.lists(MARKUP | st.text(max_size=12), max_size=24).map("".join))
def test_no_text_at_all_gives_a_dangerous_page(text: str) -> None:
    assert dangers(prose.html(text, {"s1": 1})) == []


def test_words_alone_keep_their_unbreakable_spaces() -> None:
    assert prose.bare("55\u00a0000\u00a0€, *pourquoi*\u202f?\nFin") == "55\u00a0000\u00a0€, pourquoi\u202f? Fin"
