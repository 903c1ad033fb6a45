"""The Chinese of Taiwan: no Simplified characters, no words of the mainland."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What is written there, and what is written here.
WORDS = {
    "信息": "資訊",
    "數據": "資料",
    "軟件": "軟體",
    "硬件": "硬體",
    "視頻": "影片",
    "網絡": "網路",
    "質量": "品質",
    "水平": "水準",
    "導彈": "飛彈",
    "特朗普": "川普",
    "普京": "普丁",
    "澤連斯基": "澤倫斯基",
    "默認": "預設",
    "鏈接": "連結",
    "文檔": "文件",
    "屏幕": "螢幕",
    "通過率": "核准率",
    "渠道": "管道",
    "激活": "啟用",
    "打印": "列印",
    "代碼": "程式碼",
    "程序員": "程式設計師",
    "服務器": "伺服器",
    "國內生產總值": "國內生產毛額",
    "同比": "年增率",
    "環比": "月增率",
    "人均": "平均每人",
    "新西蘭": "紐西蘭",
    "意大利": "義大利",
    "沙特": "沙烏地",
    "萬億": "兆",
    "值得注意的是": "(nothing)",
    "綜上所述": "(nothing)",
}
# What reads what others write knows how they write it.
READING = ROOT / "src" / "polemos" / "claims" / "reading"
KINDS = {".md", ".py", ".toml", ".j2", ".json", ".po"}
FILES = sorted(
    p
    for top in ("README.md", "README.zh-TW.md", "docs", "src", "tools")
    for p in ([ROOT / top] if (ROOT / top).is_file() else (ROOT / top).rglob("*"))
    if p.suffix in KINDS and "_build" not in p.parts and READING not in p.parents
)


def han(text: str) -> str:
    return "".join(c for c in text if "\u4e00" <= c <= "\u9fff")


@pytest.mark.parametrize("file", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_it_is_written_the_way_taiwan_writes(file: Path) -> None:
    text = file.read_text("utf-8")
    for char in han(text):
        try:
            char.encode("cp950")
        except UnicodeEncodeError:
            pytest.fail(f"{char!r} is not a character of Traditional Chinese")
    found = {there: here for there, here in WORDS.items() if there in text}
    assert not found


def test_a_page_in_chinese_encodes_whole() -> None:
    """Apart from signs that the old encoding lacks."""
    text = (ROOT / "README.zh-TW.md").read_text("utf-8")
    for sign in "€₽²–":
        text = text.replace(sign, "")
    assert text.encode("cp950")


@pytest.mark.parametrize(
    "file", sorted((ROOT / "docs/locale").rglob("*.po")), ids=lambda p: p.stem
)
def test_a_translation_keeps_up_with_its_page(file: Path) -> None:
    from babel.messages.pofile import read_po

    part = file.relative_to(ROOT / "docs/locale/zh_TW/LC_MESSAGES")
    page = (ROOT / "docs" / part).with_suffix(".md").read_text("utf-8")
    words = " ".join(page.split())
    with file.open("rb") as opened:
        told = [m for m in read_po(opened) if m.id]
    assert told
    for message in told:
        assert message.string
        assert message.id in words
