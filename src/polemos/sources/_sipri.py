"""The publisher of two tables here."""

from polemos.core import Provider, Text

SIPRI = Provider(
    "sipri",
    Text(
        "Stockholm International Peace Research Institute (SIPRI)",
        "斯德哥爾摩國際和平研究所（SIPRI）",
    ),
    "https://www.sipri.org/databases",
)
