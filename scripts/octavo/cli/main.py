"""The `octavo` command: its verbs, and the one place that turns failures into exit codes."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from octavo import __version__
from octavo.cli.report import print_failure
from octavo.errors import ExitCode, OctavoError

VERBS: Final = {
    "import": "importing",
    "new": "new",
    "list": "listing",
    "check": "check",
    "collate": "collate",
    "build": "build",
    "preview": "preview",
    "release": "release",
    "verify": "verify",
    "recover": "recover",
    "info": "info",
}
"""Verb -> module of `octavo.cli`, in the order of a paper's life."""

HELP: Final = """Fold one scholarly text into PDF, EPUB and accessible HTML, and prove what was done to it.

\b
  octavo import raw.md -o source/my-paper   raw Markdown -> a canonical edition
  octavo check                              what is wrong, where, what to do
  octavo build                              PDF, EPUB, HTML, TXT, DOCX, JATS, proof
  octavo release my-paper                   one bag for archives
"""

EPILOG: Final = """\b
Exit codes:
  0  all is well
  1  there are findings that are errors
  2  the command was not understood
  3  an input cannot be read
  4  an outer program is missing or failed
  5  the output cannot be written
 70  a fault of Octavo itself
"""


class _Verbs(click.Group):
    """A group that imports the module of a verb only when it runs: starting stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [verb for verb in VERBS if importlib.util.find_spec(f"octavo.cli.{VERBS[verb]}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"octavo.cli.{VERBS[cmd_name]}").command
        return command


@click.group(cls=_Verbs, help=HELP, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="octavo")
def octavo() -> None:
    """The group of all verbs."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with a documented exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code. No traceback reaches a user."""
    try:
        result = octavo.main(arguments, prog_name="octavo", standalone_mode=False)
    except click.exceptions.Abort:
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except OctavoError as error:
        print_failure(error)
        return error.exit_code
    except KeyboardInterrupt:
        click.echo("octavo: stopped", err=True)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except Exception as error:  # the last net: a fault of ours is told, not thrown at the user
        if os.environ.get("OCTAVO_DEBUG"):
            raise
        text = f"octavo: a fault of Octavo itself: {type(error).__name__}: {error}"
        click.echo(
            f"{text}\nPlease report it with the output of 'octavo info'; OCTAVO_DEBUG=1 shows more.", err=True
        )
        return ExitCode.INTERNAL
    return int(result) if isinstance(result, int) else ExitCode.OK
