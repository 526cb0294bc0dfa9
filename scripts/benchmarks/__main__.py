"""``python -m benchmarks [--list] [NAME…]``: run benchmarks and print their tables."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from types import ModuleType

import benchmarks
from benchmarks.measuring import table

_HELPERS = {"__main__", "measuring"}


def found() -> dict[str, ModuleType]:
    """Every benchmark by its name."""
    names = (info.name for info in pkgutil.iter_modules(benchmarks.__path__))
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in names if name not in _HELPERS}
    return {
        getattr(module, "NAME", name): module for name, module in modules.items() if hasattr(module, "run")
    }


def title(name: str, module: ModuleType) -> str:
    """The first line of the benchmark's docstring after its name."""
    return f"{name}: {(module.__doc__ or '').strip().splitlines()[0]}"


def main(arguments: list[str]) -> int:
    """Exit code 0 when every bound held, 1 when one did not, 2 when a name is unknown."""
    modules = found()
    if arguments == ["--list"]:
        sys.stdout.writelines(title(name, module) + "\n" for name, module in modules.items())
        return 0
    unknown = [name for name in arguments if name not in modules]
    if unknown:
        sys.stderr.write(f"no benchmark {', '.join(unknown)}; there are: {', '.join(modules)}\n")
        return 2
    held = True
    for name in arguments or [name for name, module in modules.items() if not getattr(module, "SLOW", False)]:
        rows = modules[name].run()
        sys.stdout.write(table(title(name, modules[name]), rows) + "\n")
        held &= all(row.held for row in rows)
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
