"""The logical tree as PDF objects (ISO 32000-1, 14.7 and 14.8; ISO 32000-2 where the file is PDF 2.0)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pydyf

from octavo.formats.pdf.logical import Annotation, Elem
from octavo.formats.pdf.printed import Mark

_NAMESPACE: Final = "http://iso.org/pdf2/ssn"
_ROLES: Final = {"Em": "/Span", "Strong": "/Span"}
_ROLES_2: Final = {**_ROLES, "FENote": "/Note"}
"""In PDF 2.0 these names are standard; the map is for readers that do not know them yet (poppler 22)."""


_ONLY_IN_17: Final = frozenset({"BlockQuote", "Quote", "Code", "TOC", "TOCI", "Reference", "Note"})
"""Types that PDF 2.0 took out of its own namespace: they stay in the default one, which is PDF 1.7's."""


class TagWriter:
    """Writes one tree into one file."""

    def __init__(self, pdf: pydyf.PDF, *, pdf2: bool) -> None:
        self._pdf = pdf
        self._pdf2 = pdf2
        self._pages = pdf.page_references
        self._parents: list[dict[int, bytes]] = [{} for _ in self._pages]
        self._annotations: list[bytes] = []
        self._ids: dict[str, bytes] = {}
        self._namespace: pydyf.Dictionary | None = None
        self.objects: dict[Elem, pydyf.Dictionary] = {}

    def write(self, root: Elem) -> list[set[int]]:
        """Add the tree to the file; returns for each page the ids of marks that belong to it."""
        pdf = self._pdf
        top = self._object({"Type": "/StructTreeRoot"})
        if self._pdf2:
            self._namespace = self._object({"Type": "/Namespace", "NS": pydyf.String(_NAMESPACE)})
            top["Namespaces"] = pydyf.Array([self._namespace.reference])
        for elem in _walk(root):
            self.objects[elem] = self._object({"Type": "/StructElem", "S": f"/{elem.tag}"})
        for elem, item in self.objects.items():
            parent = self.objects[elem.parent] if elem.parent is not None else top
            item["P"] = parent.reference
            self._fill(elem, item)
        self._refer()
        top["K"] = pydyf.Array([self.objects[root].reference])
        top["RoleMap"] = pydyf.Dictionary(_ROLES_2 if self._pdf2 else _ROLES)
        top["ParentTree"] = self._parent_tree().reference
        top["ParentTreeNextKey"] = len(self._pages) + len(self._annotations)
        if self._ids:
            top["IDTree"] = self._id_tree().reference
        pdf.catalog["StructTreeRoot"] = top.reference
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        return [set(page) for page in self._parents]

    def _object(self, values: dict[str, Any]) -> pydyf.Dictionary:
        item = pydyf.Dictionary(values)
        self._pdf.add_object(item)
        return item

    def _fill(self, elem: Elem, item: pydyf.Dictionary) -> None:
        if self._namespace is not None and elem.tag not in _ONLY_IN_17:
            item["NS"] = self._namespace.reference
        for key, value in (("Lang", elem.lang), ("T", elem.title), ("Alt", elem.alt), ("E", elem.expansion)):
            if value:
                item[key] = pydyf.String(value)
        if elem.id and elem.id not in self._ids:
            item["ID"] = pydyf.String(elem.id)
            self._ids[elem.id] = item.reference
        attributes = [pydyf.Dictionary({"O": f"/{owner}", **values}) for owner, values in elem.attributes]
        if elem.tag == "Figure":
            attributes.append(_bounding_box(elem))
        if attributes:
            item["A"] = attributes[0] if len(attributes) == 1 else pydyf.Array(attributes)
        self._kids(elem, item)

    def _kids(self, elem: Elem, item: pydyf.Dictionary) -> None:
        page = next((kid.page for kid in elem.kids if not isinstance(kid, Elem)), None)
        if page is not None:
            item["Pg"] = self._pages[page]
        kids = pydyf.Array()
        for kid in elem.kids:
            if isinstance(kid, Elem):
                kids.append(self.objects[kid].reference)
            elif isinstance(kid, Mark):
                if kid.mcid >= 0 and not kid.artifact:
                    kids.append(self._mark(kid, item, page))
            else:
                kids.append(self._annotation(kid, item, elem.words))
        item["K"] = kids

    def _mark(self, mark: Mark, owner: pydyf.Dictionary, page: int | None) -> Any:
        self._parents[mark.page][mark.mcid] = owner.reference
        if mark.page == page:
            return mark.mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[mark.page], "MCID": mark.mcid})

    def _annotation(self, kid: Annotation, owner: pydyf.Dictionary, words: str) -> pydyf.Dictionary:
        kid.dictionary["StructParent"] = len(self._pages) + len(self._annotations)
        if words:
            kid.dictionary["Contents"] = pydyf.String(words)
        self._annotations.append(owner.reference)
        reference = {"Type": "/OBJR", "Obj": kid.dictionary.reference, "Pg": self._pages[kid.page]}
        return pydyf.Dictionary(reference)

    def _refer(self) -> None:
        """Ref entries, which name elements by their ids (ISO 32000-2, 14.7.2, table 355)."""
        if not self._pdf2:
            return
        for elem, item in self.objects.items():
            targets = [self._ids[name] for name in elem.refs if name in self._ids]
            if targets:
                item["Ref"] = pydyf.Array(targets)

    def _parent_tree(self) -> pydyf.Dictionary:
        numbers = pydyf.Array()
        for page, parents in enumerate(self._parents):
            owners = [parents.get(mcid, b"null") for mcid in range(max(parents, default=-1) + 1)]
            numbers += [page, pydyf.Array(owners)]
        for index, owner in enumerate(self._annotations, start=len(self._parents)):
            numbers += [index, owner]
        return self._object({"Nums": numbers})

    def _id_tree(self) -> pydyf.Dictionary:
        names = pydyf.Array()
        for name, reference in sorted(self._ids.items(), key=lambda pair: string_bytes(pair[0])):
            names += [pydyf.String(name), reference]
        return self._object({"Names": names})


def string_bytes(text: str) -> bytes:
    """A text string as the library stores it, for the order of name trees (ISO 32000-1, 7.9.6)."""
    return text.encode() if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")


def _walk(root: Elem) -> Iterable[Elem]:
    stack = [root]
    while stack:
        elem = stack.pop()
        yield elem
        stack.extend(kid for kid in reversed(elem.kids) if isinstance(kid, Elem))


def _bounding_box(elem: Elem) -> pydyf.Dictionary:
    """Where a figure stands on its page, in points from the lower left (ISO 32000-1, 14.8.5.4.3)."""
    mark = next(kid for kid in elem.kids if isinstance(kid, Mark))
    return pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(mark.area)})
