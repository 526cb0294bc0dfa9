"""The imprint of an edition: its front matter laid over ``source/imprint.yaml``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from octavo.edition.frontmatter import FrontMatter, PublisherRecord, is_date, licence_name
from octavo.model import Author, Finding, HouseStyle, Imprint, Locus, Publisher, Severity, Translation
from octavo.yamltext import Loaded

_STYLE_FIELDS: Final = frozenset(field.name for field in dataclasses.fields(HouseStyle))


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class SeriesRecord(BaseModel):
    """What a publisher or one of its series states for all its papers."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    publisher: Annotated[PublisherRecord | None, BeforeValidator(_named)] = None
    lang: str = ""
    issn: str = ""
    licence: Annotated[str, AfterValidator(licence_name)] = ""
    rights: str = ""
    url: str = ""
    style: dict[str, str] = {}


class ImprintFile(SeriesRecord):
    """``source/imprint.yaml``: defaults, and under ``series:`` what one series does otherwise."""

    series: dict[str, SeriesRecord] = {}

    def of_series(self, name: str) -> SeriesRecord:
        """The defaults with those of the series `name` laid over them."""
        own = self.series.get(name)
        base = self.model_dump(exclude={"series"}, exclude_defaults=True)
        if own is None:
            return SeriesRecord.model_validate(base)
        extra = own.model_dump(exclude_defaults=True)
        style = {**base.get("style", {}), **extra.get("style", {})}
        return SeriesRecord.model_validate({**base, **extra, "style": style})


def read_imprint_file(loaded: Loaded, locus: Locus) -> tuple[ImprintFile, tuple[Finding, ...]]:
    """The publisher's defaults; findings instead of an exception when the file is wrong."""
    try:
        record = ImprintFile.model_validate(loaded.value)
    except ValidationError as error:
        findings = []
        for problem in error.errors(include_url=False):
            path = tuple(part for part in problem["loc"] if isinstance(part, str | int))
            field = ".".join(map(str, path))
            message = f"field {field!r}: {problem['msg']}"
            findings.append(
                Finding("E-010", Severity.ERROR, loaded.place(path, locus), message, "Correct it.")
            )
        return ImprintFile(), tuple(findings)
    unknown = [
        key for part in (record, *record.series.values()) for key in part.style if key not in _STYLE_FIELDS
    ]
    hint = f"Known tokens: {', '.join(sorted(_STYLE_FIELDS))}."
    return record, tuple(
        Finding("E-009", Severity.ERROR, locus, f"unknown design token {key!r} under style", hint)
        for key in unknown
    )


def house_style(series: SeriesRecord) -> HouseStyle:
    """Design tokens of a series; unknown ones have been reported already."""
    known: Mapping[str, str] = {key: value for key, value in series.style.items() if key in _STYLE_FIELDS}
    return HouseStyle(**known)


def make_imprint(front: FrontMatter, series: SeriesRecord, *, identifier: str, title_plain: str) -> Imprint:
    """One bibliographic statement. A fact stated by the edition wins over the series' default."""
    publisher = front.publisher or series.publisher
    dated = is_date(front.date)
    return Imprint(
        id=identifier,
        title=front.title,
        title_plain=title_plain,
        lang=front.lang,
        version=front.version,
        subtitle=front.subtitle,
        authors=tuple(Author(**author.model_dump()) for author in front.author),
        date=front.date if dated else "",
        date_stated="" if dated else front.date,
        released=front.released or (front.date if dated and len(front.date) == 10 else ""),
        series=front.series,
        number=front.number,
        issn=front.issn or series.issn,
        isbn=front.isbn,
        doi=front.doi,
        url=front.url,
        publisher=Publisher(**publisher.model_dump()) if publisher else Publisher(""),
        rights=front.rights or series.rights,
        licence=front.licence or series.licence,
        abstract=front.abstract,
        keywords=front.keywords,
        translations=tuple(Translation(**item.model_dump()) for item in front.translations),
    )
