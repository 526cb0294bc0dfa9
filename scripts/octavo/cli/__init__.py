"""EDGE: the command line. Each verb is a module of its own, loaded when it is asked for."""

from octavo.cli.main import main

__all__ = ["main"]
