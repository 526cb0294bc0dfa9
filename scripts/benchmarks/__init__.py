"""Benchmarks: what is claimed to be fast is measured here, beside what it is compared with.

A benchmark is a module in this folder with a docstring whose first line says what it measures and a
function ``run() -> tuple[Row, ...]``. ``SLOW = True`` keeps it out of a run without names. Nothing
here is part of a build or a test: times depend on the machine.
"""
