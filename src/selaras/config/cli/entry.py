"""Reads the command line, carries the command out and turns expected failures into one sentence."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from selaras.config import home
from selaras.config.cli.parser import DJANGO_COMMANDS, build
from selaras.config.postgres import ClusterRefused

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command; returns its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selaras.config.settings")
    with sentences() as failure:
        os.environ["SELARAS_HOME"] = str(home.home())
        return chosen(words)()
    return failure.code


def chosen(words: list[str]) -> Callable[[], int]:
    """The command that the words ask for, not yet carried out."""
    from selaras.config.cli import commands

    if words and words[0] in DJANGO_COMMANDS:
        return lambda: commands.django_command(words[0], words[1:])
    if words and words[0] == "manage":
        return lambda: commands.manage(words[1:])
    options = build().parse_args(words)
    return lambda: getattr(commands, options.function)(options)


class Failure:
    """What became of the command when it did not end by itself."""

    code = FAILED


@contextmanager
def sentences() -> Iterator[Failure]:
    """Print an expected failure as one sentence; everything unexpected keeps its traceback."""
    failure = Failure()
    try:
        yield failure
    except KeyboardInterrupt:
        failure.code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if not is_expected(error):
            raise
        print(f"selaras: {sentence(error)}", file=sys.stderr)


def is_expected(error: Exception) -> bool:
    """Refusals of our own, and a database that does not answer."""
    if isinstance(error, ClusterRefused | home.EnvironmentRefused):
        return True
    kinds = {kind.__name__ for kind in type(error).__mro__}
    ours = {"CommandError", "OperationalError", "UnsafeRole", "ImproperlyConfigured"}
    return bool(kinds & ours) or any(name.endswith("Refused") for name in kinds)


def sentence(error: Exception) -> str:
    text = " ".join(str(error).split())
    if type(error).__name__ == "OperationalError":
        return f"The database does not answer: {text}"
    return text or type(error).__name__
