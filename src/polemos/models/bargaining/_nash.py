"""Nash's bargaining solution over many issues, with power that differs.

    max over x of sum_i b_i log(U_i(x) - d_i),  U_i(x) = 1 - sum_k s_ik (x_k - x_ik)^2

U_i is concave, so the solution is one: at it, x_k is the mean of the ideal points under
the weights w_i s_ik, w_i = b_i / (U_i - d_i). Nash 1950, Econometrica 18: 155-162;
Kalai 1977, International Journal of Game Theory 6: 129-133.
"""

import numpy as np

from polemos.models.score import Floats

_EXACT = 1e-12
_ROUNDS = 200
_HALVINGS = 60


class NoDeal(ValueError):
    """No settlement leaves every actor better off than without one."""


def surplus(x: Floats, ideal: Floats, salience: Floats, without: Floats) -> Floats:
    """Give by how much each actor prefers a settlement to none, (n,)."""
    return np.asarray(1.0 - (salience * (x - ideal) ** 2).sum(axis=1) - without)


def nash(ideal: Floats, salience: Floats, power: Floats, without: Floats) -> Floats:
    """Give the settlement of Nash's solution, (D,), exact to 1e-12.

    `ideal` (n, D) on 0 to 1; `salience` (n, D) of 0 and above; `power` (n,) above 0;
    `without` (n,) what no deal is worth to each, where the ideal is worth 1. NoDeal
    where nothing leaves all better off.
    """
    x = _feasible(ideal, salience, without)
    for _ in range(_ROUNDS):
        left = surplus(x, ideal, salience, without)
        w = power / left
        slope = 2 * (w[:, None] * salience * (x - ideal)).sum(axis=0)
        pull = 2 * salience * (x - ideal)
        bend = np.diag(2 * (w[:, None] * salience).sum(axis=0))
        bend = bend + (pull * (w / left)[:, None]).T @ pull
        step = np.linalg.lstsq(bend, slope, rcond=None)[0]
        x_next, length = x - step, 1.0
        worth = _worth(x, ideal, salience, power, without)
        for _ in range(_HALVINGS):
            if _worth(x_next, ideal, salience, power, without) >= worth - _EXACT:
                break
            length /= 2
            x_next = x - length * step
        if np.abs(x_next - x).max() < _EXACT:
            return np.asarray(x_next)
        x = x_next
    return np.asarray(x)


def _worth(
    x: Floats, ideal: Floats, salience: Floats, power: Floats, without: Floats
) -> float:
    left = surplus(x, ideal, salience, without)
    return float(power @ np.log(left)) if (left > 0).all() else -np.inf


def _feasible(ideal: Floats, salience: Floats, without: Floats) -> Floats:
    """Find a settlement that leaves everybody better off, the fairest there is."""
    total = salience.sum(axis=0)
    mean = (ideal * salience).sum(axis=0) / np.where(total > 0, total, 1.0)
    if (surplus(mean, ideal, salience, without) > 0).all():
        return np.asarray(mean)
    from scipy.optimize import minimize  # slow to import, and seldom needed

    begin = np.append(mean, surplus(mean, ideal, salience, without).min())
    found = minimize(
        lambda z: -z[-1],
        begin,
        constraints={
            "type": "ineq",
            "fun": lambda z: surplus(z[:-1], ideal, salience, without) - z[-1],
        },
        method="SLSQP",
        options={"ftol": _EXACT, "maxiter": _ROUNDS},
    )
    x = np.asarray(found.x[:-1])
    left = surplus(x, ideal, salience, without)
    if not (left > _EXACT).all():
        worst = int(left.argmin())
        raise NoDeal(
            "expected a settlement that leaves everybody better off, found none: "
            f"actor {worst} would lose {-left[worst]:.3g}"
        )
    return x
