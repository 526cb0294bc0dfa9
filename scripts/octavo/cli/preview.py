"""``octavo preview``: the page beside the editor, made anew with every saving."""

from __future__ import annotations

import click

from octavo.errors import ToolError

_EDITORS = {
    "vscode": "vscode://file/{path}:{line}:{column}",
    "pycharm": "pycharm://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
}
_EDITOR_HELP = f"What findings open: {', '.join(_EDITORS)}, or an address with {{path}} and {{line}}."
_EPILOG = """\b
Examples:
  octavo preview                          choose from all editions
  octavo preview co-23-31 --open          one of them, in the browser at once
  octavo preview --editor vscode          findings open their line in the editor
"""


@click.command("preview", short_help="See the page while you write", epilog=_EPILOG)
@click.argument("identifier", required=False, metavar="[ID]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port [the first free from 8321 on].")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--editor", default="", metavar="NAME", help=_EDITOR_HELP)
@click.option("--open", "open_", is_flag=True, help="Open the browser.")
def command(identifier: str | None, port: int, host: str, editor: str, open_: bool) -> int:
    """Show an edition in the browser while you write; it follows every saving.

    The page comes at once, the PDF a moment later; findings stand below the page. Ctrl-C ends it.
    Only this machine can look, unless --host says otherwise. Nothing is written.
    """
    try:
        from octavo.preview import app
    except ModuleNotFoundError as error:
        hint = "Install it: pip install 'octavo[preview]'."
        raise ToolError(f"the preview needs {error.name}", hint=hint) from error
    from octavo.workshop import find_workshop

    workshop = find_workshop()
    chosen = workshop.chosen((identifier,)) if identifier else ()
    place = app.bound_socket(host, port)
    address = _address(place.getsockname(), chosen)
    click.echo(f"{address}    (Ctrl-C ends the preview)", err=True)
    if host not in app.LOOPBACK:
        click.echo("Everybody who reaches this address can read the editions.", err=True)
    if open_:
        click.launch(address)
    names = app.LOOPBACK | ({app.ANY_ADDRESS} if host in ("0.0.0.0", "::") else {host.lower()})
    app.serve(workshop, chosen, place, names=names, editor=_EDITORS.get(editor, editor))
    click.echo("preview ended", err=True)
    return 0


def _address(name: tuple[str, int], chosen: tuple[str, ...]) -> str:
    host = f"[{name[0]}]" if ":" in name[0] else name[0]
    path = f"{chosen[0]}/{chosen[0]}.html" if chosen else ""
    return f"http://{host}:{name[1]}/{path}"
