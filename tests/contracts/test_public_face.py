"""A package is entered by its face: nobody reaches for what another keeps private."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import polemos

HOME = Path(polemos.__file__).parent
MODULES = sorted(
    ".".join(("polemos", *file.relative_to(HOME).with_suffix("").parts)).removesuffix(
        ".__init__"
    )
    for file in HOME.rglob("*.py")
)
PACKAGES = [m for m in MODULES if (HOME / Path(*m.split(".")[1:])).is_dir()]


def imports(module: str) -> Iterator[tuple[str, str]]:
    """Give each name that a module takes from within polemos, and where from."""
    path = HOME.parent / Path(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "polemos"
        ):
            yield from ((str(node.module), alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (
                (a.name, "") for a in node.names if a.name.startswith("polemos")
            )


@pytest.mark.parametrize("module", MODULES)
def test_what_is_private_stays_at_home(module: str) -> None:
    for found, name in imports(module):
        parts = [*found.split("."), name]
        for at, part in enumerate(parts):
            if part.startswith("_") and not part.startswith("__"):
                home = ".".join(parts[:at])
                assert module == home or module.startswith(f"{home}."), (found, name)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_face_shows_what_it_says(package: str) -> None:
    module = importlib.import_module(package)
    shown = list(getattr(module, "__all__", []))
    assert len(shown) == len(set(shown))
    for name in shown:
        thing = getattr(module, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert thing.__doc__, name
