"""What trackers of losses count: one word for each class, in both languages."""

from polemos.core import Text, Unit

VEHICLES, WEAPONS = Unit("vehicles"), Unit("weapons")
AIRCRAFT, SHIPS, MISSILES = Unit("aircraft"), Unit("ships"), Unit("missiles")
DRONES = Unit("drones")
PERSONS = Unit("persons")

# The middle part of a series' name, the class in words, and what it is counted in.
CLASSES: dict[str, tuple[Text, Unit]] = {
    "total": (Text("Equipment of all classes", "各類裝備合計"), VEHICLES),
    "tank": (Text("Tanks", "戰車"), VEHICLES),
    "afv": (Text("Other armoured fighting vehicles", "其他裝甲戰鬥車"), VEHICLES),
    "ifv": (Text("Infantry fighting vehicles", "步兵戰鬥車"), VEHICLES),
    "apc": (Text("Armoured personnel carriers", "裝甲運兵車"), VEHICLES),
    "mrap": (Text("Mine-resistant vehicles", "防雷車"), VEHICLES),
    "imv": (Text("Infantry mobility vehicles", "步兵機動車"), VEHICLES),
    "armoured": (
        Text("Armoured vehicles other than tanks", "戰車以外的裝甲車"),
        VEHICLES,
    ),
    "artillery": (
        Text("Artillery, mortars included", "火砲（含迫擊砲）"),
        WEAPONS,
    ),
    "artillery.towed": (Text("Towed guns", "牽引火砲"), WEAPONS),
    "artillery.sp": (Text("Self-propelled guns", "自走砲"), WEAPONS),
    "artillery.support": (
        Text("Artillery support vehicles and gear", "砲兵支援車輛與器材"),
        VEHICLES,
    ),
    "mlrs": (Text("Multiple rocket launchers", "多管火箭"), WEAPONS),
    "mortar": (Text("Heavy mortars", "重迫擊砲"), WEAPONS),
    "atgm": (
        Text("Self-propelled anti-tank missile systems", "自走反戰車飛彈"),
        WEAPONS,
    ),
    "airdefence": (Text("Air defence systems", "防空系統"), WEAPONS),
    "aagun": (Text("Anti-aircraft guns", "高射砲"), WEAPONS),
    "spaag": (Text("Self-propelled anti-aircraft guns", "自走高射砲"), WEAPONS),
    "sam": (Text("Surface-to-air missile systems", "防空飛彈系統"), WEAPONS),
    "radar": (
        Text("Radars (Ukraine's with communications)", "雷達（烏方含通訊裝備）"),
        WEAPONS,
    ),
    "jammer": (Text("Jammers and deception systems", "干擾與欺敵系統"), WEAPONS),
    "command": (
        Text("Command posts and communications stations", "指揮所與通訊站"),
        VEHICLES,
    ),
    "engineering": (
        Text("Engineering vehicles and gear", "工兵車輛與器材"),
        VEHICLES,
    ),
    "truck": (
        Text("Trucks, cars and fuel tankers", "卡車、一般車輛與油罐車"),
        VEHICLES,
    ),
    "train": (Text("Logistics trains", "後勤列車"), VEHICLES),
    "special": (Text("Special equipment", "特種裝備"), VEHICLES),
    "aircraft": (Text("Aircraft with fixed wings", "定翼機"), AIRCRAFT),
    "helicopter": (Text("Helicopters", "直升機"), AIRCRAFT),
    "uav": (Text("Drones", "無人機"), DRONES),
    "uav.combat": (Text("Combat drones", "攻擊無人機"), DRONES),
    "uav.recon": (Text("Reconnaissance drones", "偵察無人機"), DRONES),
    "ugv": (Text("Ground robots", "地面機器人"), VEHICLES),
    "ship": (Text("Ships and boats", "艦艇"), SHIPS),
    "submarine": (Text("Submarines", "潛艦"), SHIPS),
    "missile.cruise": (Text("Cruise missiles", "巡弋飛彈"), MISSILES),
    "personnel": (Text("Killed and wounded", "傷亡人數（含陣亡與負傷）"), PERSONS),
}

SIDES = {
    "RUS": Text("Russian losses", "俄軍損失"),
    "UKR": Text("Ukrainian losses", "烏軍損失"),
}


def title(what: str, side: str, by: Text) -> Text:
    """Name one series of losses: what, whose, and who says so."""
    word, whose = CLASSES[what][0], SIDES[side]
    return Text(f"{word.en}: {whose.en}, {by.en}", f"{word.zh}：{whose.zh}（{by.zh}）")
