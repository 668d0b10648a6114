"""Rules of the house that no linter knows. Run: python tools/house.py [FOLDER]

Faults fail the check; sizes are a smell, printed as warnings and never failed.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 40, 120
WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create",
    "update_or_create", "acreate", "asave", "adelete", "aupdate",
}  # fmt: skip
TABLE_WRITES = WRITES | {"add", "remove", "set", "clear"}
# What these names hold is not a table, though it has an `update` or a `create` too.
NOT_A_TABLE = (
    "context", "session", "cleaned_data", "headers", "env", "environ", "digest", "hash",
    "hasher", "attrs", "facts", "counts", "found", "seen", "sha256", "door",
)  # fmt: skip
NOT_FOR_THE_RECORD = "# not for the record:"
RECORDS = {"record", "record_many"}
DOORS = {"pages", "api", "jobs", "reactions", "terminal", "admin"}
BEHIND_THE_WALLS = {"pages", "api"}
# The firm's own: no list of parties, so no wall stands before it.
OPEN_NOUNS = {
    "Firm",
    "Teammate",
    "Team",
    "WorkingHours",
    "Holiday",
    "Absence",
    "Invitation",
    "UserSession",
    "Authenticator",
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class House:
    """What is known after every file was read."""

    verbs: dict[str, Path] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def place_of(path: Path) -> str:
    """The part of a room a file belongs to: `commands/sign.py` is in `commands`."""
    parts = path.with_suffix("").parts
    for place in ("commands", *DOORS, "queries", "forms", "models", "rules"):
        if place in parts:
            return place
    return path.stem


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    """Every call in this piece of code."""
    return (part for part in ast.walk(node) if isinstance(part, ast.Call))


def is_write(call: ast.Call) -> bool:
    """Whether this call looks like a write to a table."""
    if not isinstance(call.func, ast.Attribute):
        return False
    owner, verb = ast.unparse(call.func.value), call.func.attr
    if ".objects" in owner or "_default_manager" in owner:
        return verb in WRITES or (verb in TABLE_WRITES and "filter" in owner)
    if verb == "save" and call.args:
        return False  # a workbook, an image: a row is saved without a place to put it
    if verb not in WRITES or owner.split("(")[0].endswith(NOT_A_TABLE):
        return False
    return verb in {"save", "bulk_create", "bulk_update"} or _looks_like_a_table(owner, verb)


def _looks_like_a_table(owner: str, verb: str) -> bool:
    return verb in {"delete", "get_or_create", "update_or_create"} or (
        verb in {"update", "create"} and (".filter(" in owner or ".exclude(" in owner)
    )


def name_called(call: ast.Call) -> str:
    """The last name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def is_command(function: Function) -> bool:
    """Whether the function is marked as a command."""
    return any(ast.unparse(decorator) == "command" for decorator in function.decorator_list)


def commands_imported(tree: ast.AST) -> set[str]:
    """The verbs a file takes from any room's commands, by the name it gives them."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and ".commands" in (node.module or ""):
            names = {alias.asname or alias.name for alias in node.names}
            found |= {name for name in names if name.islower()}
    return found


def most_commands_given(body: list[ast.stmt], known: set[str]) -> int:
    """How many commands one walk through these lines can give; branches do not add up."""
    if not body:
        return 0
    first, rest = body[0], body[1:]
    if isinstance(first, ast.If):
        test = _given_in(first.test, known)
        taken = most_commands_given(first.body, known)
        other = most_commands_given(first.orelse, known)
        after = most_commands_given(rest, known)
        return test + max(taken + (0 if _leaves(first.body) else after), other + after)
    if isinstance(first, ast.Try):
        # A command that raised wrote nothing: what handles it may give one instead.
        ways = [most_commands_given(way.body, known) for way in first.handlers]
        ways.append(most_commands_given([*first.body, *first.orelse], known))
        return max(ways) + most_commands_given([*first.finalbody, *rest], known)
    if isinstance(first, ast.With | ast.For | ast.While):
        heads = [part for part in ast.iter_child_nodes(first) if not isinstance(part, ast.stmt)]
        given = sum(_given_in(part, known) for part in heads)
        return given + most_commands_given([*first.body, *rest], known)
    inside = isinstance(first, Function | ast.ClassDef)
    given = 0 if inside else _given_in(first, known)
    return given + most_commands_given(rest, known)


def _leaves(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Return | ast.Raise | ast.Continue)


def _given_in(node: ast.AST, known: set[str]) -> int:
    return sum(
        isinstance(call.func, ast.Name) and call.func.id in known for call in calls_in(node)
    )


def check_command(function: Function, path: Path, house: House) -> Iterator[str]:
    """A command has one home and says what it means."""
    home = house.verbs.setdefault(function.name, path)
    if home != path:
        yield f"is already a verb of {home}"
    if not ast.get_docstring(function):
        yield "does not say what it means"


def check_functions(tree: ast.AST, path: Path, lines: list[str], house: House) -> None:
    """Sizes, doors and commands of one file."""
    known = commands_imported(tree)
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    for function in functions:
        at = f"{path}:{function.lineno}: {function.name}"
        size = (function.end_lineno or 0) - function.lineno + 1
        if size > LONGEST_FUNCTION:
            house.warnings.append(f"{at} is {size} lines, {LONGEST_FUNCTION} at most")
        if place_of(path) in DOORS and most_commands_given(function.body, known) > 1:
            house.faults.append(f"{at} gives more than one command")
        if is_command(function):
            house.faults += [f"{at} {fault}" for fault in check_command(function, path, house)]
            if not is_recorded(function, functions, known | set(house.verbs), lines):
                house.faults.append(f"{at} writes nothing to the journal")


def check_file(path: Path, house: House) -> None:
    """What is wrong with one file."""
    text = path.read_text(encoding="utf-8")
    tree, place, lines = ast.parse(text), place_of(path), text.splitlines()
    if len(lines) > LONGEST_FILE:
        house.warnings.append(f"{path}: {len(lines)} lines, {LONGEST_FILE} at most")
    if place != "commands":
        writes = [call.lineno for call in calls_in(tree) if is_write(call)]
        house.faults += [f"{path}:{line}: only commands write" for line in writes]
    if place in BEHIND_THE_WALLS:
        house.faults += list(lists_before_the_walls(tree, path))
    check_functions(tree, path, lines, house)


def is_recorded(
    function: Function, others: list[Function], verbs: set[str], lines: list[str]
) -> bool:
    """Whether a command writes to the journal, by itself or by another, or says why not."""
    body = lines[function.lineno - 1 : function.end_lineno]
    if any(line.strip().startswith(NOT_FOR_THE_RECORD) for line in body):
        return True
    beside = {other.name: other for other in others}
    waiting, met = [function], {function.name}
    while waiting:
        for call in calls_in(waiting.pop()):
            name = name_called(call)
            if name in RECORDS or (name in verbs and name != function.name):
                return True
            if name in beside and name not in met:
                met.add(name)
                waiting.append(beside[name])
    return False


def lists_before_the_walls(tree: ast.AST, path: Path) -> Iterator[str]:
    """Doors that read a table themselves instead of asking a query."""
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
        ):
            continue
        noun = ast.unparse(node.value)
        if noun not in OPEN_NOUNS:
            yield f"{path}:{node.lineno}: {noun}.objects is read before the walls; ask a query"


def templates_too_long(folder: Path) -> Iterator[str]:
    """Templates that should be two."""
    for path in sorted(folder.rglob("templates/**/*.html")):
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_TEMPLATE:
            yield f"{path}: {lines} lines, {LONGEST_TEMPLATE} at most"


def walk_through(folder: Path) -> House:
    """Read every file of the house, commands first, so that all verbs are known."""
    house = House()
    files = [
        path
        for path in sorted(folder.rglob("*.py"))
        if not {"migrations", "tests"} & set(path.parts)
    ]
    for path in sorted(files, key=lambda path: place_of(path) != "commands"):
        check_file(path, house)
    house.warnings += templates_too_long(folder)
    return house


def main(folder: Path) -> int:
    """Print what is wrong; 1 when anything is."""
    house = walk_through(folder)
    for warning in house.warnings:
        print(f"warning: {warning}")
    print("\n".join(house.faults) or f"{len(house.verbs)} verbs, all in order")
    return 1 if house.faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "keepwell")))
