"""Laws of the network: it equals counting every case, and refuses what is none."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.models.scenarios import Network, Node
from polemos.models.score import Floats

NO_YES = ("no", "yes")


def node(name: str, *so: float, given: tuple[str, ...] = ()) -> Node:
    """Make a variable of no and yes; `so` are its chances, the cases of no first."""
    shape = (2,) * len(given)
    chance = np.array(so).reshape(shape)
    return Node(name, NO_YES, given, np.stack([1 - chance, chance], axis=-1))


def alarm() -> Network:
    """Pearl 1988, in the numbers of Russell and Norvig."""
    return Network(
        [
            node("B", 0.001),
            node("E", 0.002),
            node("A", 0.001, 0.29, 0.94, 0.95, given=("B", "E")),
            node("j", 0.05, 0.90, given=("A",)),
            node("m", 0.01, 0.70, given=("A",)),
        ]
    )


def test_the_alarm_network_gives_the_textbook_answer() -> None:
    told = alarm().chances("B", seen={"j": "yes", "m": "yes"})
    assert told.tolist() == pytest.approx(
        [1 - 0.284171835364393, 0.284171835364393], abs=1e-15
    )


def test_a_joint_chance_has_the_variables_in_the_order_asked() -> None:
    one, other = alarm().chances("B", "E"), alarm().chances("E", "B")
    assert one == pytest.approx(other.T)
    assert one[1, 0] == pytest.approx(0.001 * 0.998)


def test_a_weight_is_the_chance_of_all_that_is_told() -> None:
    net = alarm()
    assert float(net.weight({"B": "yes", "E": "no"})) == pytest.approx(0.001 * 0.998)
    assert float(net.weight({})) == pytest.approx(1)
    both = net.weight({"B": "yes", "j": "yes"}) / net.weight({"j": "yes"})
    assert float(both) == pytest.approx(net.chances("B", seen={"j": "yes"})[1])


# -- held against every case, one by one ---------------------------------------------


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Node], dict[str, str]]:
    """Give a small network, two to five variables, and what is seen of some."""
    count = draw(st.integers(2, 5))
    names = [f"v{k}" for k in range(count)]
    states = {n: tuple("abc"[: draw(st.integers(2, 3))]) for n in names}
    nodes = []
    for k, name in enumerate(names):
        before = st.sampled_from(names[:k] or names)
        most = min(k, 2)
        given = tuple(draw(st.lists(before, max_size=most, unique=True)))
        shape = (*(len(states[g]) for g in given), len(states[name]))
        size = int(np.prod(shape))
        raw = np.array(
            draw(st.lists(st.floats(0.01, 1), min_size=size, max_size=size))
        ).reshape(shape)
        table = raw / raw.sum(axis=-1, keepdims=True)
        nodes.append(Node(name, states[name], given, table))
    shown = draw(st.lists(st.sampled_from(names), max_size=count - 1, unique=True))
    seen = {n: draw(st.sampled_from(states[n])) for n in shown}
    return draw(st.permutations(nodes)), seen


def counted(nodes: list[Node], wanted: str, seen: dict[str, str]) -> Floats:
    """Add up the chance of every case in which what is seen is so."""
    by = {n.name: n for n in nodes}
    total = np.zeros(len(by[wanted].states))
    for case in product(*(n.states for n in nodes)):
        told = dict(zip(by, case, strict=True))
        if any(told[k] != v for k, v in seen.items()):
            continue
        chance = 1.0
        for n in nodes:
            at = [by[x].states.index(told[x]) for x in (*n.given, n.name)]
            chance *= n.table[tuple(at)]
        total[by[wanted].states.index(told[wanted])] += chance
    return np.asarray(total / total.sum())


@given(networks())
def test_exact_inference_equals_counting_every_case(
    drawn: tuple[list[Node], dict[str, str]],
) -> None:
    nodes, seen = drawn
    net = Network(nodes)
    for wanted in {n.name for n in nodes} - set(seen):
        expected = counted(nodes, wanted, seen)
        assert net.chances(wanted, seen=seen) == pytest.approx(expected, abs=1e-12)


@given(networks(), st.integers(0, 2**32 - 1))
def test_a_batch_of_draws_equals_one_by_one(
    drawn: tuple[list[Node], dict[str, str]], seed: int
) -> None:
    nodes, seen = drawn
    rng, draws = np.random.default_rng(seed), 4
    many = [
        Node(
            n.name,
            n.states,
            n.given,
            rng.dirichlet(np.ones(len(n.states)), (draws, *n.table.shape[:-1])),
        )
        for n in nodes
    ]
    wanted = next(n.name for n in nodes if n.name not in seen)
    batch = Network(many).chances(wanted, seen=seen)
    for k in range(draws):
        one = Network([Node(n.name, n.states, n.given, n.table[k]) for n in many])
        assert batch[k] == pytest.approx(one.chances(wanted, seen=seen), abs=1e-12)


def test_draws_of_some_variables_go_with_the_others_as_they_are() -> None:
    drawn = np.array([[0.9, 0.1], [0.5, 0.5]])
    net = Network([Node("a", NO_YES, (), drawn), node("b", 0.2, 0.7, given=("a",))])
    assert net.chances("b")[:, 1] == pytest.approx([0.25, 0.45])


# -- what is refused -----------------------------------------------------------------


def test_a_circle_is_refused_and_named() -> None:
    circle = [node("a", 0.1, 0.2, given=("b",)), node("b", 0.3, 0.4, given=("a",))]
    with pytest.raises(ValueError, match=r"no circle, found (a <- b|b <- a)"):
        Network(circle)
    with pytest.raises(ValueError, match="no circle"):
        Network([node("a", 0.1, 0.2, given=("a",))])


@pytest.mark.parametrize(
    "table",
    [[0.5, 0.6], [0.5, 0.4], [1.2, -0.2], [float("nan"), 1.0]],
)
def test_a_table_that_does_not_sum_to_one_is_refused(table: list[float]) -> None:
    with pytest.raises(ValueError, match="a: expected chances that sum to 1"):
        Network([Node("a", NO_YES, (), np.array(table))])


def test_a_table_of_another_shape_is_refused() -> None:
    flat = Node("b", NO_YES, ("a",), np.array([0.5, 0.5]))
    with pytest.raises(ValueError, match=r"b: expected a table of \(2, 2\)"):
        Network([node("a", 0.5), flat])


def test_what_hangs_on_nothing_known_is_refused() -> None:
    with pytest.raises(ValueError, match="b: expected what it hangs on, found no a"):
        Network([node("b", 0.1, 0.2, given=("a",))])
    with pytest.raises(ValueError, match="found one twice"):
        Network([node("a", 0.1), node("a", 0.2)])


def test_evidence_that_cannot_be_is_refused() -> None:
    net = Network([node("a", 0.0), node("b", 0.2, 0.7, given=("a",))])
    with pytest.raises(ValueError, match="expected what can be"):
        net.chances("b", seen={"a": "yes"})
    assert float(net.weight({"a": "yes"})) == 0


@pytest.mark.parametrize(
    ("wanted", "seen", "found"),
    [
        ("b", {"c": "yes"}, "c"),
        ("b", {"a": "maybe"}, "maybe"),
        ("c", {}, "c"),
        ("b", {"b": "yes"}, "b"),
    ],
)
def test_what_is_no_variable_or_no_state_of_one_is_refused(
    wanted: str, seen: dict[str, str], found: str
) -> None:
    net = Network([node("a", 0.5), node("b", 0.2, 0.7, given=("a",))])
    with pytest.raises(ValueError, match=f"expected .*found .*{found}"):
        net.chances(wanted, seen=seen)
