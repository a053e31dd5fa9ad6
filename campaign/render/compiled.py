"""Compiled pages, kept in memory. In: what Jinja compiled. Out: the same again for an unchanged source.

Compiling the kit takes longer than drawing with it, and a child that draws one picture would do it every time: so
processes may hand what they compiled to each other. Jinja compares the source before it takes any of it.
"""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """See jinja2.BytecodeCache; `kept` is by Jinja's key for a file."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()
"""This process's."""
