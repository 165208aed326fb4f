"""Client of the Lorekeeper API: the lore of a fictional universe for games and bots."""

from __future__ import annotations

import os
from collections import OrderedDict
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union
from urllib.parse import quote

import httpx

__all__ = ["Lorekeeper", "LorekeeperError"]

Json = Dict[str, Any]
Query = Mapping[str, Any]

#: Answers that are kept with their ETags.
KEPT_ANSWERS = 256
#: Seconds without a byte after which the download of a pack is given up.
PACK_TIMEOUT = 60.0


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

    # Texts

    def sections(self, title: str, **query: Any) -> Json:
        """The text of an article by sections, as Markdown; ``toc=True`` leaves the texts out."""
        return self.get(f"{self.universe}/sections/{quote(title, safe='')}", query)

    def passages(self, q: str, **query: Any) -> Json:
        """Paragraphs that answer a question, the best first, within ``budget_tokens``."""
        return self.get(f"{self.universe}/passages", {"q": q, **query})

    # A copy of the universe

    def download_pack(self, path: Union[str, "os.PathLike[str]"], **query: Any) -> str:
        """Writes the offline pack (``images=200``, ``text=False``) to a file, whole or not at all; its version."""
        temporary = f"{os.fspath(path)}.part"
        address = f"{self._base}/{self.universe}/pack.zip"
        # The first pack of a dataset is made while it is sent.
        with self._client.stream("GET", address, params=_present(query), timeout=PACK_TIMEOUT) as response:
            if response.status_code >= 400:
                response.read()
                raise _problem_of(response)
            with open(temporary, "wb") as file:
                for piece in response.iter_bytes():
                    file.write(piece)
            version = response.headers["x-dataset-version"]
        os.replace(temporary, path)
        return version

    def changes(self, since: str, *, limit: int = 500) -> Iterator[Json]:
        """
        Every page of what changed since a version, with the articles. Apply all, then remember the ``to`` of the first.
        Raises LorekeeperError ``CHANGES_GONE`` where the version is too old: take the pack again.
        """
        cursor: Optional[str] = ""
        while cursor is not None:
            query = {"since": since, "include": "articles", "limit": limit, "cursor": cursor}
            page = self._send("GET", f"{self.universe}/changes", params=_present(query)).json()
            yield page
            cursor = page["next_cursor"]

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
        raise _problem_of(response)


def _problem_of(response: httpx.Response) -> LorekeeperError:
    try:
        problem = response.json()
    except ValueError:
        problem = {}
    return LorekeeperError(response.status_code, problem if isinstance(problem, dict) else {})


def _listed(values: Union[str, Iterable[str], None]) -> List[str]:
    if values is None:
        return []
    return [values] if isinstance(values, str) else list(values)


def _present(query: Query) -> Json:
    """Without what was not given; the service writes its truth values in small letters."""
    given = {name: value for name, value in query.items() if value is not None and value != "" and value != []}
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in given.items()}
