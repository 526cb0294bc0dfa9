"""The front matter of an edition, checked field by field. Text in, record and findings out."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)

from octavo.edition.languages import is_language_tag
from octavo.model import Finding, Locus, Severity
from octavo.yamltext import Loaded

_ISO_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
_VERSION: Final = re.compile(r"\d+\.\d+(?:\.\d+)?")
_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list) else [value] if value not in ("", None) else []


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _language(value: str) -> str:
    if not is_language_tag(value):
        raise ValueError(f"{value!r} is no language tag (BCP 47), such as en or ko")
    return value


def _doi(value: str) -> str:
    bare = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", value.strip(), flags=re.IGNORECASE)
    if bare and not _DOI.fullmatch(bare):
        raise ValueError(f"{value!r} is no DOI, such as 10.1234/abcd")
    return bare


def _version(value: str) -> str:
    if not _VERSION.fullmatch(value):
        raise ValueError(f"{value!r} is no version, such as 1.0.0")
    return value


def _identifier(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError(f"{value!r} is no identifier: lower-case letters, digits, hyphens and stops only")
    return value


def _full_date(value: str) -> str:
    if value and not (len(value) == 10 and is_date(value)):
        raise ValueError(f"{value!r} is no date of the form 2023-09-27")
    return value


def is_date(value: str) -> bool:
    """Whether `value` is a calendar date of ISO 8601: a day, a month or a year."""
    match = _ISO_DATE.fullmatch(value)
    if not match:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class AuthorRecord(_Record):
    """One entry under ``author:``."""

    name: str
    family: str = ""
    given: str = ""
    affiliation: str = ""
    orcid: str = ""


class PublisherRecord(_Record):
    """``publisher:``, a name or a mapping."""

    name: str
    short: str = ""
    place: str = ""
    url: str = ""


def licence_name(value: str) -> str:
    """A licence that programs know: an SPDX identifier, or an address."""
    if not value or value.startswith(("https://", "http://")):
        return value
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    remedy = "write it as https://spdx.org/licenses does, or as an address"
    try:
        known = str(canonicalize_license_expression(value))
    except InvalidLicenseExpression:
        known = ""
    if not known or " " in known or known.startswith("LicenseRef-"):
        raise ValueError(f"{value!r} is no SPDX identifier of a licence, such as CC-BY-4.0; {remedy}")
    if known != value:
        raise ValueError(f"{value!r} is written {known!r} by SPDX; {remedy}")
    return value


class WitnessRecord(_Record):
    """One entry under ``witness:``."""

    name: str
    sha256: str


class WaiverRecord(_Record):
    """One entry under ``declared:``: an exception from a rule, with its reason."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]-\d{3}$")]
    at: Annotated[str, StringConstraints(min_length=1)]
    reason: Annotated[str, StringConstraints(min_length=1)]


class TranslationRecord(_Record):
    """One entry under ``translations:``."""

    id: Annotated[str, AfterValidator(_identifier)]
    lang: Annotated[str, AfterValidator(_language)]


_Many = BeforeValidator(_one_or_many)
_Name = BeforeValidator(_named)


class FrontMatter(_Record):
    """The facts an edition states about itself; `title` and `lang` it must state."""

    title: str
    lang: Annotated[str, AfterValidator(_language)]
    id: Annotated[str, AfterValidator(_identifier)] = ""
    subtitle: str = ""
    author: Annotated[tuple[Annotated[AuthorRecord, _Name], ...], _Many] = ()
    date: str = ""
    version: Annotated[str, AfterValidator(_version)] = "1.0.0"
    released: Annotated[str, AfterValidator(_full_date)] = ""
    series: str = ""
    number: str = ""
    issn: str = ""
    isbn: str = ""
    doi: Annotated[str, AfterValidator(_doi)] = ""
    url: str = ""
    publisher: Annotated[PublisherRecord | None, _Name] = None
    rights: str = ""
    licence: Annotated[str, AfterValidator(licence_name)] = ""
    abstract: str = ""
    keywords: Annotated[tuple[str, ...], _Many] = ()
    witness: Annotated[tuple[WitnessRecord, ...], _Many] = ()
    references: str = ""
    declared: Annotated[tuple[WaiverRecord, ...], _Many] = ()
    translations: Annotated[tuple[TranslationRecord, ...], _Many] = ()


def read_front_matter(loaded: Loaded, default: Locus) -> tuple[FrontMatter | None, tuple[Finding, ...]]:
    """The record, or None with the findings that say why there is none."""
    if not isinstance(loaded.value, dict):
        message = "the front matter is not a list of fields"
        return None, (
            Finding("E-006", Severity.ERROR, default, message, "Write 'title: …', one field a line."),
        )
    try:
        record = FrontMatter.model_validate(loaded.value)
    except ValidationError as error:
        return None, tuple(_explain(problem, loaded, default) for problem in error.errors(include_url=False))
    if not record.title:
        return None, (_missing("title", default),)
    return record, ()


def _explain(problem: Any, loaded: Loaded, default: Locus) -> Finding:
    path = tuple(part for part in problem["loc"] if isinstance(part, str | int))
    field = ".".join(str(part) for part in path)
    locus = loaded.place(path, default)
    if problem["type"] == "missing":
        return _missing(field, locus)
    if problem["type"] == "extra_forbidden":
        known = ", ".join(sorted(FrontMatter.model_fields))
        return Finding("E-009", Severity.ERROR, locus, f"unknown field {field!r}", f"Known fields: {known}.")
    message = str(problem["msg"]).removeprefix("Value error, ")
    return Finding("E-010", Severity.ERROR, locus, f"field {field!r}: {message}", "Correct the value.")


def _missing(field: str, locus: Locus) -> Finding:
    return Finding(
        "E-008", Severity.ERROR, locus, f"the field {field!r} is missing", f"Add '{field}: …' to it."
    )
