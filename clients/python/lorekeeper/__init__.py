"""Client of the Lorekeeper API: the lore of a fictional universe for games and bots."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union
from urllib.parse import quote

import httpx

__all__ = ["Lorekeeper", "LorekeeperError"]

Json = Dict[str, Any]
Query = Mapping[str, Any]

#: Answers that are kept with their ETags.
KEPT_ANSWERS = 256


class LorekeeperError(Exception):
    """What the service says went wrong: ``code`` to branch on, the message for people."""

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(problem.get("detail") or f"HTTP {status}")
        self.status = status
        self.code: str = problem.get("code", "")
        self.problem = problem


class Lorekeeper:
    """One universe of one service. Close it, or use it in a ``with`` statement."""

    def __init__(
        self,
        base_url: str = "http://localhost:8000",
        universe: str = "demo",
        *,
        timeout: float = 10.0,
        client: Optional[httpx.Client] = None,
    ) -> None:
        self.universe = universe
        self._base = base_url.rstrip("/") + "/api/v1/wiki"
        self._client = client or httpx.Client(timeout=timeout)
        self._kept: "OrderedDict[str, Tuple[str, Any]]" = OrderedDict()

    def __enter__(self) -> "Lorekeeper":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    # Articles

    def article(self, title: str) -> Json:
        """The article that a title, a redirect or a ``/wiki/…`` address means."""
        return self.get(f"{self.universe}/other/{quote(title, safe='')}")

    def article_by_id(self, article_id: int) -> Json:
        return self.get(f"{self.universe}/articles/by-id/{article_id}")

    def markdown(self, title: str) -> str:
        """The article as Markdown: facts as a table, then the text."""
        path = f"{self.universe}/other/{quote(title, safe='')}"
        return self._send("GET", path, headers={"Accept": "text/markdown"}).text

    def batch(self, titles: Iterable[str]) -> Json:
        """Up to 200 articles by title: ``articles``, and the titles that are ``missing``."""
        path = f"{self.universe}/articles/batch"
        return self._send("POST", path, json={"titles": list(titles)}).json()

    def articles(
        self,
        category: Union[str, Iterable[str], None] = None,
        where: Optional[Mapping[str, Union[str, Iterable[str]]]] = None,
        **query: Any,
    ) -> Iterator[Json]:
        """All articles that fit, page by page. ``where``: content field to a value, or to several of which any fits."""
        conditions = [f"{field}:{value}" for field, values in (where or {}).items() for value in _listed(values)]
        query = {"limit": 200, **query, "category": ",".join(_listed(category)), "where": conditions}
        cursor: Optional[str] = ""
        while cursor is not None:
            page = self.get(f"{self.universe}/articles", {**query, "cursor": cursor})
            yield from page["items"]
            cursor = page["next_cursor"]

    def search(self, q: str, **query: Any) -> Json:
        return self.get(f"{self.universe}/search", {"q": q, **query})

    def suggest(self, q: str, **query: Any) -> List[Json]:
        """What a person who types may mean."""
        return self.get(f"{self.universe}/suggest", {"q": q, **query})

    def lookup(self, q: str, **query: Any) -> Json:
        """The best ``article`` for a name (None where nothing fits), and the ``alternatives``."""
        return self.get(f"{self.universe}/lookup", {"q": q, **query})

    def random(self, **query: Any) -> Json:
        return self.get(f"{self.universe}/random", query)

    def links(self, title: str, **query: Any) -> Json:
        return self.get(f"{self.universe}/links/{quote(title, safe='')}", query)

    def facets(self, field: str, **query: Any) -> List[Json]:
        return self.get(f"{self.universe}/facets", {"field": field, **query})

    # Forms and places

    def form_options(self) -> Json:
        """What a form for a new character offers."""
        return self.get(f"canon/{self.universe}")

    def regions(self) -> List[str]:
        return self._places("tree/regions")

    def systems(self, region: str) -> List[str]:
        return self._places("tree/systems-by-region", region=region)

    def planets(self, system: str) -> List[Json]:
        return self._places("tree/planets-by-system", system=system)

    def places(self, planet: str) -> List[Json]:
        return self._places("tree/on-planet", planet=planet)

    # Pictures

    def picture(self, title: str, width: Optional[int] = None, extension: str = "webp") -> Optional[bytes]:
        """The picture of an article; None where it has none."""
        path = f"{self.universe}/picture/{quote(title, safe='')}.{extension}"
        try:
            return self._send("GET", path, params=_present({"w": width})).content
        except LorekeeperError as problem:
            if problem.code == "IMAGE_NOT_FOUND":
                return None
            raise

    def get(self, path: str, query: Optional[Query] = None) -> Any:
        """The answer to any address under ``/api/v1/wiki/``."""
        params = _present(query or {})
        key = str(httpx.URL(path, params=params))
        kept = self._kept.get(key)
        response = self._send("GET", path, params=params, headers={"If-None-Match": kept[0]} if kept else {})
        if kept and response.status_code == 304:
            self._kept.move_to_end(key)
            return kept[1]
        answer = response.json()
        etag = response.headers.get("etag")
        if etag:
            self._kept[key] = (etag, answer)
            if len(self._kept) > KEPT_ANSWERS:
                self._kept.popitem(last=False)
        return answer

    def _places(self, path: str, **query: Any) -> Any:
        return self.get(f"locations/{path}", {"universe": self.universe, **query})

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        response = self._client.request(method, f"{self._base}/{path}", **options)
        if response.status_code < 400:
            return response
        try:
            problem = response.json()
        except ValueError:
            problem = {}
        raise LorekeeperError(response.status_code, problem if isinstance(problem, dict) else {})


def _listed(values: Union[str, Iterable[str], None]) -> List[str]:
    if values is None:
        return []
    return [values] if isinstance(values, str) else list(values)


def _present(query: Query) -> Json:
    return {name: value for name, value in query.items() if value is not None and value != "" and value != []}
