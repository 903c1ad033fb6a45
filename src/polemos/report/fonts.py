"""The fonts, which come from wheels: none of the machine's own is ever used."""

import atexit
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LATIN, REGULAR, BOLD = (
    "NotoSans.ttf",
    "NotoSansTC-Regular.otf",
    "NotoSansCJKjp-Bold.otf",
)


def files() -> dict[str, Path]:
    """Give the three font files by the names that we use for them.

    The bold is the Japanese one of Noto Sans CJK: under `lang=zh-Hant-TW` its `locl`
    feature gives Taiwan's forms. There is no upright file besides: an italic one would
    be taken for Cyrillic in charts.
    """
    import fontpkg_noto_sans
    import noto_cjk_sans_jp_bold
    import pylopdf_fonts_zh_tw

    def home(package: object) -> Path:
        return Path(str(getattr(package, "__file__", ""))).parent

    return {
        LATIN: home(fontpkg_noto_sans) / "files" / "NotoSans[wdth,wght].ttf",
        REGULAR: home(pylopdf_fonts_zh_tw) / REGULAR,
        BOLD: home(noto_cjk_sans_jp_bold) / BOLD,
    }


@cache
def folder() -> Path:
    """Give a folder with these fonts alone, gone when the program ends."""
    made = Path(tempfile.mkdtemp(prefix="polemos-fonts-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    for name, file in files().items():
        (made / name).symlink_to(file)
    return made


def woff(name: str, characters: Iterable[str]) -> bytes:
    """Cut a font to some characters, for the web; the same bytes every time."""
    from io import BytesIO

    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.DESUBROUTINIZE
    wanted.sets(hb.SubsetInputSets.UNICODE).update({ord(c) for c in characters})
    features = wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG)
    features.clear()
    if name == BOLD:  # its figures are tabular
        features.add(int.from_bytes(b"locl"))
    face = hb.Face(hb.Blob.from_file_path(str(files()[name])))
    cut = hb.subset(face, wanted).blob.data
    font = TTFont(BytesIO(cut), recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    font.flavor = "woff"  # WOFF2 is a tenth smaller, and takes twice as long
    out = BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def faces(shown: str, heavy: set[str]) -> str:
    """Write the font faces of a page, cut to what it shows; `heavy` is also in bold."""
    used = (
        set(shown)
        | {chr(c) for c in range(0x20, 0x7F)}
        | set("年月日−–—…σ→，。：；（）")
    )
    wide = {c for c in used if c >= "\u2e80"}
    cut = (
        ("Noto Sans", "400 700", LATIN, used - wide),
        ("Noto Sans TC", "400", REGULAR, wide),
        ("Noto Sans TC Bold", "700", BOLD, wide & heavy),
    )
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:block;'
        f"src:url(data:font/woff;base64,"
        f'{b64encode(woff(file, characters)).decode()}) format("woff")}}'
        for family, weight, file, characters in cut
    )
