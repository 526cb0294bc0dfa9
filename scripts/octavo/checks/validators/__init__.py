"""Outer validators, each a function from a file to a `Report`. EDGE modules, all of them.

`jvm`: EPUBCheck, Nu, veraPDF · `browser`: axe, requests, overflow, pictures · `daisy`: Ace ·
`pdf`: qpdf, fonts, ink · `tools`: what must be installed, and how. Nothing heavy is loaded before
the first call, and a tool that is missing raises `octavo.errors.ToolError` with the remedy.
"""

from octavo.checks.validators.browser import VIEWS, View, axe, overflow, requests, screenshot
from octavo.checks.validators.daisy import ace
from octavo.checks.validators.jvm import FLAVOURS, epubcheck, nu, verapdf
from octavo.checks.validators.pdf import check_fonts, check_ink, ink, pdf_fonts, qpdf_check
from octavo.checks.validators.report import Report

__all__ = [
    "FLAVOURS",
    "VIEWS",
    "Report",
    "View",
    "ace",
    "axe",
    "check_fonts",
    "check_ink",
    "epubcheck",
    "ink",
    "nu",
    "overflow",
    "pdf_fonts",
    "qpdf_check",
    "requests",
    "screenshot",
    "verapdf",
]
