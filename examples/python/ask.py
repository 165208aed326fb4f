"""Asks a running service for what a name means: python ask.py [NAME] [ADDRESS]"""

import sys

from lorekeeper import Lorekeeper, LorekeeperError

name = sys.argv[1] if len(sys.argv) > 1 else "orsa"
address = sys.argv[2] if len(sys.argv) > 2 else "http://localhost:8000"

with Lorekeeper(address, "demo") as lore:
    found = lore.lookup(name)
    article = found["article"]
    if article is None:
        sys.exit(f"Nothing by the name of {name}.")
    print(f"{article['title']} ({article['category']}): {article['summary']}")
    for field in (article["infobox"] or {"fields": []})["fields"]:
        if field["label"]:
            print(f"  {field['label']}: {', '.join(field['values'])}")
    picture = lore.picture(article["title"], 200)
    print(f"  picture: {len(picture)} bytes" if picture else "  no picture")
    homeworld = str(article["content"].get("homeworld", ""))
    if homeworld:
        print(f"  others from {homeworld}: " + ", ".join(
            other["title"] for other in lore.articles("characters", {"homeworld": homeworld}, fields="title")
        ))
    try:
        lore.article("Nowhere at all")
    except LorekeeperError as problem:
        print(f"  {problem.code}: {problem}")
