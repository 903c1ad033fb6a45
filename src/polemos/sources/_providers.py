"""Publishers with more than one table here, in the order of the alphabet."""

from polemos.core import Provider, Text

CBR = Provider(
    "cbr",
    Text("Bank of Russia", "俄羅斯央行"),
    "https://www.cbr.ru/",
    official=True,
    party="RUS",
)
ECONOMIST = Provider(
    "economist",
    Text("The Economist", "《經濟學人》"),
    "https://www.economist.com/",
)
MINFIN = Provider(
    "minfin",
    Text("Ministry of Finance of Russia", "俄羅斯財政部"),
    "https://minfin.gov.ru/",
    official=True,
    party="RUS",
)
ROSSTAT = Provider(
    "rosstat",
    Text("Rosstat", "俄羅斯聯邦統計局"),
    "https://rosstat.gov.ru/",
    official=True,
    party="RUS",
)
