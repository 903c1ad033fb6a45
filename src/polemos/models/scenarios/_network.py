"""A small Bayesian network, solved exactly: tables are joined and summed out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from graphlib import CycleError, TopologicalSorter

import numpy as np

from polemos.models.score import Floats

_SLACK = 1e-9  # of what sums to 1


@dataclass(frozen=True, slots=True)
class Node:
    """A variable with its states, and their chances in each case of what it hangs on.

    `table` is (..., *states of each of `given`, states), each row summing to 1; what
    stands before may be any number of draws, the same in every node or none.
    """

    name: str
    states: tuple[str, ...]
    given: tuple[str, ...]
    table: Floats = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Factor:
    names: tuple[str, ...]
    table: Floats


class Network:
    """Variables that hang on each other without a circle.

    ValueError names a table that is none, a variable that is not there, or the circle.
    """

    def __init__(self, nodes: Sequence[Node]) -> None:
        """Check every table, and that nothing hangs on itself."""
        self.nodes: Mapping[str, Node] = {n.name: n for n in nodes}
        if len(self.nodes) < len(nodes):
            raise ValueError("expected each variable once, found one twice")
        for node in nodes:
            self._check(node)
        try:
            TopologicalSorter({n.name: n.given for n in nodes}).prepare()
        except CycleError as error:
            raise ValueError(
                f"expected no circle, found {' <- '.join(error.args[1])}"
            ) from error

    def _check(self, node: Node) -> None:
        missing = [name for name in node.given if name not in self.nodes]
        if missing:
            raise ValueError(
                f"{node.name}: expected what it hangs on, found no {', '.join(missing)}"
            )
        shape = (*(len(self.nodes[g].states) for g in node.given), len(node.states))
        if node.table.shape[node.table.ndim - len(shape) :] != shape:
            raise ValueError(
                f"{node.name}: expected a table of {shape}, found {node.table.shape}"
            )
        whole = (node.table >= 0).all() and np.allclose(
            node.table.sum(axis=-1), 1, rtol=0, atol=_SLACK
        )
        if not whole:
            raise ValueError(f"{node.name}: expected chances that sum to 1")

    def chances(self, *wanted: str, seen: Mapping[str, str] | None = None) -> Floats:
        """Give the joint chances of variables, (..., *states of each), given what is.

        ValueError where what is seen cannot be, or is no variable's state.
        """
        joint = self._joint(wanted, seen or {})
        axes = tuple(range(joint.ndim - len(wanted), joint.ndim))
        total = joint.sum(axis=axes, keepdims=True)
        if not (total > 0).all():
            raise ValueError(f"expected what can be, found {dict(seen or {})}")
        return np.asarray(joint / total)

    def weight(self, told: Mapping[str, str]) -> Floats:
        """Give the chance that variables are all as told: (...)."""
        return self._joint((), told)

    def _joint(self, wanted: Sequence[str], seen: Mapping[str, str]) -> Floats:
        """Sum out, the cheapest first, all that is neither wanted nor seen."""
        for name in (*wanted, *seen):
            if name not in self.nodes or (name in wanted and name in seen):
                raise ValueError(f"expected a variable, wanted or seen, found {name}")
        for name, state in seen.items():
            if state not in self.nodes[name].states:
                raise ValueError(f"{name}: expected a state of it, found {state}")
        factors = [self._cut(node, seen) for node in self.nodes.values()]
        rest = set(self.nodes) - set(wanted) - set(seen)
        while rest:
            name = min(sorted(rest), key=lambda n: self._size(n, factors))
            rest.remove(name)
            touched = [f for f in factors if name in f.names]
            left = tuple(n for n in _names(touched) if n != name)
            factors = [f for f in factors if name not in f.names]
            factors.append(_product(touched, left))
        return _product(factors, tuple(wanted)).table

    def _cut(self, node: Node, seen: Mapping[str, str]) -> _Factor:
        names = (*node.given, node.name)
        at = tuple(
            self.nodes[n].states.index(seen[n]) if n in seen else slice(None)
            for n in names
        )
        return _Factor(tuple(n for n in names if n not in seen), node.table[(..., *at)])

    def _size(self, name: str, factors: Sequence[_Factor]) -> int:
        touched = _names([f for f in factors if name in f.names])
        return reduce(lambda size, n: size * len(self.nodes[n].states), touched, 1)


def _names(factors: Sequence[_Factor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for f in factors for n in f.names))


def _product(factors: Sequence[_Factor], left: tuple[str, ...]) -> _Factor:
    """Multiply factors, and sum over all but what is left."""
    number = {n: k for k, n in enumerate(dict.fromkeys((*_names(factors), *left)))}
    operands: list[object] = []
    for f in factors:
        operands += [f.table, [..., *(number[n] for n in f.names)]]
    made = np.einsum(*operands, [..., *(number[n] for n in left)])  # type: ignore[call-overload]
    return _Factor(left, np.asarray(made))
