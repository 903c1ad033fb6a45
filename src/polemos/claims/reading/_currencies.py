"""The names of money: ISO 4217 codes with their symbols and words in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# Codes that stand for what only the place of the text decides.
YUAN = "元"
YEN_SIGN = "¥"

# code | symbols | nations | units, (those) only after their nation | Chinese names
# A unit of several nations belongs to the first of them when it stands without one.
# Chinese is written once, as Taiwan writes it and with 元; `fold` knows the variants.
# Historic money has its historic code; bitcoin has none, BTC is what it is called.
_CURRENCIES = """
RUB | ₽ | Russian | ruble rouble | 盧布 俄羅斯盧布 俄國盧布 俄盧布
UAH | ₴ | Ukrainian | hryvnia hryvnya hryven grivna | 格里夫納 烏克蘭格里夫納 赫里夫納
UAH | | | | 格里夫尼亞 烏克蘭格里夫尼亞 赫夫納 荷林夫納 烏克蘭幣 烏幣
USD | $ US$ U.S.$ U.S$ | US,U.S.,American,United States | dollar buck | 美元 美金 美國元
EUR | € | | euro | 歐元
CNY | CN¥ RMB CNH RMB¥ | Chinese,mainland | yuan renminbi kuai | 人民幣 人民幣元 中國元
TWD | NT$ NTD | New Taiwan,NT,Taiwan,Taiwanese | dollar | 新台幣 台幣
JPY | JP¥ | Japanese | yen | 日元 日幣 日本元
GBP | £ UK£ | British,UK,U.K. | pound quid | 英鎊 英磅 鎊
HKD | HK$ | Hong Kong,HK | dollar | 港元 港幣
CHF | SFr | Swiss | franc | 瑞士法郎 瑞郎 法郎
AUD | A$ AU$ | Australian,Aussie | dollar | 澳元 澳幣 澳大利亞元 澳洲元
CAD | C$ CA$ Can$ CDN$ | Canadian | dollar | 加元 加幣 加拿大元 加拿大幣
NZD | NZ$ | New Zealand,NZ | dollar | 紐元 紐幣 紐西蘭元 新西蘭元
SGD | S$ SG$ | Singapore | dollar | 新加坡元 新加坡幣 新元 新幣 坡幣
KRW | ₩ | South Korean,Korean | won | 韓元 韓幣 韓圜 南韓元 韓國元
INR | ₹ Rs Rs. | Indian | rupee | 盧比 印度盧比
CZK | Kč | Czech | koruna koruny korun crowns | 捷克克朗 捷克克郎 克朗 克郎
NOK | | Norwegian | krone kroner crowns | 挪威克朗 挪威克郎
SEK | kr | Swedish | krona kronor crowns | 瑞典克朗 瑞典克郎 瑞典幣
DKK | | Danish | krone kroner crowns | 丹麥克朗 丹麥克郎
ISK | | Icelandic | krona kronur crowns | 冰島克朗 冰島克郎
PLN | zł | Polish | zloty zlotych złoty złotych | 波蘭茲羅提 茲羅提 波蘭幣
HUF | | Hungarian | forint | 匈牙利福林 福林
RON | | Romanian | leu lei | 羅馬尼亞列伊 羅馬尼亞列依 列伊 列依
BGN | лв | Bulgarian | lev leva | 保加利亞列弗 保加利亞列瓦 列弗 列瓦
RSD | | Serbian | (dinar) | 塞爾維亞第納爾
MKD | | Macedonian | denar | 馬其頓代納爾 北馬其頓代納爾 代納爾
ALL | | Albanian | lek | 阿爾巴尼亞列克 列克
BAM | | Bosnian | convertible_mark (mark) | 波士尼亞馬克 波赫馬克 波黑馬克 可兌換馬克
HRK | | Croatian | kuna | 克羅埃西亞庫納 克羅地亞庫納 庫納
GIP | | Gibraltar | pound | 直布羅陀鎊
BYN | | Belarusian,Belarusan,Byelorussian | ruble rouble | 白俄羅斯盧布 白俄盧布
MDL | | Moldovan | leu lei | 摩爾多瓦列伊 摩爾多瓦列依
GEL | ₾ | Georgian | lari | 喬治亞拉里 格魯吉亞拉里 拉里
AMD | ֏ | Armenian | dram | 亞美尼亞德拉姆 德拉姆
AZN | ₼ | Azerbaijani,Azeri | manat | 亞塞拜然馬納特 阿塞拜疆馬納特 馬納特
KZT | ₸ | Kazakh,Kazakhstani,Kazakhstan | tenge | 哈薩克堅戈 哈薩克斯坦堅戈 堅戈
KGS | | Kyrgyz,Kyrgyzstani | som | 吉爾吉斯索姆 索姆
UZS | | Uzbek,Uzbekistani | soum (som) (sum) | 烏茲別克蘇姆 烏茲別克索姆 蘇姆
TJS | | Tajik,Tajikistani | somoni | 塔吉克索莫尼 索莫尼
TMT | | Turkmen,Turkmenistani | manat | 土庫曼馬納特
TRY | ₺ | Turkish | lira lire | 土耳其里拉 里拉 土耳其幣
SAR | ﷼ | Saudi,Saudi Arabian | riyal | 沙烏地里亞爾 沙烏地阿拉伯里亞爾 沙特里亞爾
AED | | UAE,Emirati | dirham | 阿聯酋迪拉姆 阿聯迪拉姆 迪拉姆 迪爾汗 阿聯酋迪爾汗
QAR | | Qatari,Qatar | riyal (rial) | 卡達里亞爾 卡塔爾里亞爾
KWD | | Kuwaiti,Kuwait | (dinar) | 科威特第納爾
BHD | | Bahraini,Bahrain | (dinar) | 巴林第納爾
OMR | | Omani | (rial) (riyal) | 阿曼里亞爾
IRR | | Iranian | rial (riyal) | 伊朗里亞爾 里亞爾 伊朗里爾
IQD | | Iraqi | dinar | 伊拉克第納爾 第納爾
JOD | | Jordanian | dinar | 約旦第納爾
YER | | Yemeni | rial (riyal) | 葉門里亞爾 也門里亞爾
SYP | | Syrian | pound | 敘利亞鎊
LBP | | Lebanese | pound (lira) | 黎巴嫩鎊
ILS | ₪ NIS | Israeli,Israeli new,new | shekel sheqel | 以色列謝克爾 新謝克爾 謝克爾
EGP | E£ | Egyptian | pound | 埃及鎊
LYD | | Libyan | dinar | 利比亞第納爾
DZD | | Algerian | dinar | 阿爾及利亞第納爾
TND | | Tunisian | dinar | 突尼西亞第納爾 突尼斯第納爾
MAD | | Moroccan | dirham | 摩洛哥迪拉姆
SDG | | Sudanese | pound | 蘇丹鎊
ZAR | | South African | rand | 南非蘭特 蘭特 南非幣
NGN | ₦ | Nigerian | naira | 奈及利亞奈拉 尼日利亞奈拉 奈拉
KES | KSh | Kenyan | shilling | 肯亞先令 肯尼亞先令 先令
ETB | | Ethiopian | birr | 衣索比亞比爾 埃塞俄比亞比爾
GHS | GH₵ | Ghanaian | cedi | 迦納塞地 加納塞地
MXN | Mex$ MX$ | Mexican | peso | 墨西哥披索 墨西哥比索 披索 比索
BRL | R$ | Brazilian | reais reals (real) | 巴西雷亞爾 雷亞爾 巴西里爾 巴西幣 黑奧
ARS | AR$ | Argentine,Argentinian | peso | 阿根廷披索 阿根廷比索
CLP | CLP$ | Chilean | peso | 智利披索 智利比索
COP | COL$ | Colombian | peso | 哥倫比亞披索 哥倫比亞比索
CUP | | Cuban | peso | 古巴披索 古巴比索
UYU | | Uruguayan | peso | 烏拉圭披索 烏拉圭比索
DOP | RD$ | Dominican | peso | 多明尼加披索 多米尼加比索
PEN | S/ | Peruvian | nuevo_sol (sol) (soles) | 秘魯索爾 祕魯索爾 秘魯新索爾
VES | | Venezuelan | bolivar bolívar | 委內瑞拉玻利瓦爾 玻利瓦爾
CRC | ₡ | Costa Rican | colón colon colones | 哥斯大黎加科朗 哥斯達黎加科朗
MYR | | Malaysian | ringgit | 令吉 馬來西亞令吉 馬幣 林吉特 馬來西亞林吉特
IDR | Rp | Indonesian | rupiah | 印尼盾 印尼盧比 印度尼西亞盾
THB | ฿ | Thai | baht | 泰銖 泰幣 銖
VND | ₫ | Vietnamese | dong | 越南盾 越盾 越南幣
PHP | ₱ | Philippine | peso | 菲律賓披索 菲律賓比索 菲幣
MOP | MOP$ | Macanese,Macau | pataca | 澳門元 澳門幣 葡幣
KPW | | North Korean | won | 北韓元 朝鮮元 北韓圜
MNT | ₮ | Mongolian | tugrik togrog | 蒙古圖格里克 圖格里克
LAK | ₭ | Lao | kip | 寮國基普 老撾基普 基普
MMK | | Myanmar,Burmese | kyat | 緬甸元 緬元 緬幣
KHR | ៛ | Cambodian | riel | 柬埔寨瑞爾 瑞爾
BND | B$ | Brunei | dollar | 汶萊元 汶萊幣
PKR | | Pakistani,Pakistan | rupee | 巴基斯坦盧比
LKR | ரூ | Sri Lankan | rupee | 斯里蘭卡盧比
NPR | | Nepalese,Nepali | rupee | 尼泊爾盧比
BDT | ৳ | Bangladeshi | taka | 孟加拉塔卡 塔卡
AFN | ؋ | Afghan | afghani | 阿富汗尼
DEM | DM D-Mark | German,West German,Deutsche | marks d-mark (mark) | 馬克 德國馬克
DDM | | East German | (mark) | 東德馬克
FIM | | Finnish | markka markkaa (mark) | 芬蘭馬克
FRF | | French | (franc) | 法國法郎
BEF | | Belgian | (franc) | 比利時法郎
LUF | | Luxembourg | (franc) | 盧森堡法郎
ITL | ₤ | Italian | (lira) (lire) | 義大利里拉 意大利里拉
ESP | | Spanish | peseta | 西班牙比塞塔 比塞塔
PTE | | Portuguese | escudo | 葡萄牙埃斯庫多 埃斯庫多
NLG | | Dutch,Netherlands | guilder | 荷蘭盾
ATS | | Austrian | schilling | 奧地利先令
IEP | IR£ | Irish | punt (pound) | 愛爾蘭鎊
GRD | | Greek | drachma | 希臘德拉克馬 德拉克馬
CYP | | Cypriot | (pound) | 賽普勒斯鎊 塞浦路斯鎊
MTL | | Maltese | (lira) | 馬爾他里拉
SKK | | Slovak | (koruna) (crowns) | 斯洛伐克克朗 斯洛伐克克郎
SIT | | Slovenian | tolar | 斯洛維尼亞托拉爾
EEK | | Estonian | kroon (crowns) | 愛沙尼亞克朗 愛沙尼亞克倫
LVL | | Latvian | lats | 拉脫維亞拉特
LTL | | Lithuanian | litas | 立陶宛立特 立陶宛里塔斯
SUR | | Soviet | (ruble) (rouble) | 蘇聯盧布
XDR | SDR | | special_drawing_right | 特別提款權
BTC | ₿ | | bitcoin | 比特幣 個比特幣 枚比特幣
"""

# codes, the first one's when it stands alone | worth | names | names only after the
# larger unit, being other things alone (五角大廈, 30 分, 5 sen).
_SUBUNITS = """
GBP SYP EGP LBP IEP GIP | 0.01 | pence,penny,pennies,便士 |
USD EUR AUD CAD HKD NZD SGD TWD BND ZAR | 0.01 | cent,¢ | 仙
USD | 0.01 | 美分 |
EUR | 0.01 | 歐分,euro cent,eurocent |
RUB BYN SUR | 0.01 | kopek,kopeck,戈比 |
UAH | 0.01 | kopiyka,kopiykas,kopiyok,戈比卡 |
JPY MYR IDR | 0.01 | 日本錢,日本銭 | sen,錢,銭
CNY TWD HKD MOP USD SGD | 0.1 | 毛錢,角錢 | 角,毛,jiao,mao
CNY TWD HKD MOP USD SGD | 0.01 | 分錢 | 分,fen
PLN | 0.01 | grosz,groszy |
CHF FRF BEF | 0.01 | centime,rappen |
INR PKR NPR LKR | 0.01 | paisa,paise |
DEM | 0.01 | pfennig |
BTC | 0.00000001 | satoshi |
"""

# Codes that people also write in small letters; any other must be in capitals (try,
# mad, gel and pen are words).
_SMALL = {
    *("usd", "eur", "gbp", "rub", "uah", "cny", "rmb", "jpy", "twd", "ntd", "hkd"),
    *("chf", "aud", "cad", "nzd", "sgd", "krw", "inr", "mxn", "pln", "czk", "sek"),
    *("nok", "dkk", "huf", "brl", "zar", "btc", "kr", "rs", "rs."),
}
# These do not stand in front of a number: COP 28, ALL 5, World CUP 2022.
_NEVER_FIRST = frozenset(["ALL", "COP", "CUP", "MAD", "PEN", "GEL", "kr"])
# The English names that do; others are something else there (Euro 2024, marks 3 years).
_FIRST = {
    *("dollar", "dollars", "ruble", "rubles", "rouble", "roubles", "rupees"),
    *("renminbi", "hryvnia"),
}

# Each simplified or other form behind the one that the table has.
_VARIANTS = (
    "元圓元圆元円幣币盧卢羅罗國国納纳烏乌蘭兰亞亚歐欧台臺鎊镑紐纽韓韩麥麦島岛茲兹馬马頓顿爾尔維维"
    "庫库喬乔魯鲁堅坚薩萨蘇苏聯联達达約约葉叶門门敘叙錫锡謝谢倫伦內内來来銖铢賓宾鮮鲜圖图撾挝緬缅"
    "萊莱時时義义臘腊賽赛愛爱脫脱個个錢钱塊块兌兑換换龍龙論论體体組组氣气帥帅區区團团餘余號号點点萬万"
    "億亿兩两號号祕秘週周"
)


def _plain() -> dict[int, str]:
    """Map letters to one case and width, and characters to the table's, one to one."""
    table = {0xFF01 + i: chr(0x21 + i).lower() for i in range(94)}
    table |= {ord(c): c.lower() for c in map(chr, range(ord("A"), ord("Z") + 1))}
    table |= dict.fromkeys(map(ord, "\t\n\r\u00a0\u2002\u2003\u2009\u202f\u3000"), " ")
    table |= {ord(c): "-" for c in "\u2010\u2011\u2212"}
    table |= {ord(c): u for c, u in zip("￥￡￠￦", "¥£¢₩", strict=True)}
    pairs = zip(_VARIANTS[1::2], _VARIANTS[::2], strict=True)
    return table | {ord(other): own for other, own in pairs}


_PLAIN = _plain()


def fold(text: str) -> str:
    """Give a text in the spelling of the names, of the same length."""
    return text.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a name of money stands for.

    `worth` is in units of the currency. A subunit joins an amount in any of `codes`; a
    `tail` counts only so. A name with an `exact` spelling counts in no other. A `first`
    name may stand before its number.
    """

    code: str
    worth: Decimal = Decimal(1)
    codes: frozenset[str] = frozenset()
    tail: bool = False
    exact: str = ""
    first: bool = True


def _rows(table: str) -> Iterator[list[str]]:
    for row in filter(None, table.splitlines()):
        yield [cell.strip() for cell in row.split("|")]


def _signs(code: str, symbols: str) -> Iterator[tuple[str, Unit]]:
    """Give HKD, HK$, HK $, HKD$ and MHKD (a million) for HKD with its HK$."""
    first = code not in _NEVER_FIRST
    dollars = [f"{code}$"] if "$" in symbols else []
    for sign in (code, *symbols.split(), *dollars):
        name, letters = sign.lower(), sign.lower().rstrip("$")
        spaced = letters != name and (len(letters) > 1 or letters == "c")
        strict = name.isascii() and len(letters) in (
            (1,) if letters != name else range(1, 9)
        )
        strict = strict and letters not in {*_SMALL, "c"}
        unit = Unit(code, exact=sign if strict else "", first=first and sign != "kr")
        yield name, unit
        if spaced:  # not so A and S: "A $5 billion plan" is no Australian one
            yield f"{letters} $", unit
    for sign in (code, *(s for s in symbols.split() if s in "€£")):
        yield f"m{sign.lower()}", Unit(code, Decimal(1_000_000), exact=f"M{sign}")


def _english(nations: str, units: str) -> Iterator[str]:
    lands = [f"{nation} ".lower() for nation in nations.split(",") if nation]
    for unit in units.split():
        name = unit.strip("()").replace("_", " ")
        plural = () if name.endswith("s") else (f"{name}s",)
        for form in (name, *plural):
            yield from (land + form for land in lands)
            if unit[0] != "(":
                yield form


def _named() -> Iterator[tuple[str, Unit]]:
    """Give every name, in the spelling of `fold`; of two that are alike the first."""
    for name in (YUAN, "塊", "塊錢", "元錢"):
        yield name, Unit(YUAN, first=False)
    yield YEN_SIGN, Unit(YEN_SIGN)
    for code, symbols, nations, units, chinese in _rows(_CURRENCIES):
        yield from _signs(code, symbols)
        for name in _english(nations, units):
            yield name, Unit(code, first=name in _FIRST)
        for name in chinese.split():
            yield name, Unit(code)
    for owners, worth, alone, after in _rows(_SUBUNITS):
        code, *others = owners.split()
        for names, tail in ((alone, False), (after, True)):
            codes = frozenset([code, *others])
            unit = Unit(code, Decimal(worth), codes, tail, first=False)
            for name in filter(None, names.split(",")):
                yield name, unit
                yield f"{name}s", unit


NAMES: dict[str, Unit] = {}
for _name, _unit in _named():
    NAMES.setdefault(fold(_name), _unit)
# What a bare $ may turn out to be by the words behind the number.
DOLLARS = frozenset(
    code
    for code, _, _, units, _ in _rows(_CURRENCIES)
    if "dollar" in units or "peso" in units
)
