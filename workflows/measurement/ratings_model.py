"""The model of a panel's ratings: given its seven standard deviations everything is Gaussian and exact.

    y(c,k,i,q) = μ_k + δ_q + α_c + γ_ck − s_i − s_ik + h_ci + ε        T_ck = μ_k + α_c + γ_ck

Effects are solved in units of their own standard deviation, so that a deviation of zero is no special case. Each
candidate's α, γ, h form a small block that is eliminated first (Henderson's equations, absorbed by candidate);
what is left is as large as the panel's interviewers and questions, whatever the number of candidates.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workflows.measurement.ratings_panel import Floats, Ints, Panel

# One place per component, in this order, in every array of standard deviations.
COMPONENTS = ("candidate", "candidate_competency", "interviewer", "interviewer_competency", "halo", "question",
              "residual")
CANDIDATE, SKILL, SEVERITY, SEVERITY_ON, HALO, QUESTION, RESIDUAL, LEVEL = range(8)
# Half-normal prior scales on the 1–5 scale.
PRIOR_SCALES: Floats = np.array([.50, .40, .40, .25, .40, .30, .70])
# μ_k ~ N(3, 1). A label is a rounded opinion: rounding to whole points adds 1/12 to the residual variance (Sheppard).
LEVEL_MEAN, LEVEL_SD, ROUNDING_VARIANCE = 3.0, 1.0, 1 / 12


@dataclass(frozen=True)
class Design:
    """Cross-products of the panel's incidence matrices, and where each effect stands in them.

    b is a candidate's block: α, γ of each competency, h of each interviewer met (padded with what nobody saw).
    f are the effects candidates share: μ of each competency, δ of each question, s of each interviewer, s_ik.
    Shapes: `bb` (C,b,b), `bf` (C,b,f), `ff` (f,f), `by` (C,b), `fy` (f,). `slot` (C,I) and `cell` (I,K) give the
    place of h_ci in its block and of s_ik in f, −1 where there is none. `row_block` and `row_shared` are each row's.
    """

    panel: Panel
    block_kinds: Ints
    shared_kinds: Ints
    slot: Ints
    cell: Ints
    row_block: Ints
    row_shared: Ints
    bb: Floats
    bf: Floats
    ff: Floats
    by: Floats
    fy: Floats
    yy: float


def design(panel: Panel) -> Design:
    """Everything in a panel's equations that does not depend on the standard deviations."""
    slot, cell = _slots(panel), _cells(panel)
    skills, questions, people = len(panel.competencies), len(panel.questions), len(panel.interviewers)
    block_kinds = np.repeat([CANDIDATE, SKILL, HALO], [1, skills, slot.max(initial=skills) - skills])
    shared_kinds = np.repeat([LEVEL, QUESTION, SEVERITY, SEVERITY_ON],
                             [skills, questions, people, int((cell >= 0).sum())])
    i, k, asked = panel.interviewer, panel.competency, panel.question >= 0
    row_block = np.stack([np.zeros_like(k), 1 + k, slot[panel.candidate, i]])
    row_shared = np.stack([k, np.where(asked, skills + panel.question, 0), skills + questions + i, cell[i, k]])
    signs = np.stack([np.ones(len(k)), asked.astype(float), -np.ones(len(k)), -np.ones(len(k))])
    return Design(panel, block_kinds, shared_kinds, slot, cell, row_block, row_shared,
                  *_products(panel, row_block, row_shared, signs, len(block_kinds), len(shared_kinds)))


def _slots(panel: Panel) -> Ints:
    """The place of h_ci in c's block: interviewers in order, after α and the γ."""
    first = 1 + len(panel.competencies)
    return np.where(panel.met, first + np.cumsum(panel.met, axis=1) - 1, -1)


def _cells(panel: Panel) -> Ints:
    """The place of s_ik in f: pairs of interviewer and competency that occur, in order, after all else."""
    seen = np.zeros((len(panel.interviewers), len(panel.competencies)), dtype=np.bool_)
    seen[panel.interviewer, panel.competency] = True
    first = len(panel.competencies) + len(panel.questions) + len(panel.interviewers)
    return np.where(seen, first + np.cumsum(seen.ravel()).reshape(seen.shape) - 1, -1)


def _products(panel: Panel, row_block: Ints, row_shared: Ints, signs: Floats, b: int, f: int,
              ) -> tuple[Floats, Floats, Floats, Floats, Floats, float]:
    c, y = panel.candidate, panel.score - LEVEL_MEAN
    bb, bf, ff = np.zeros((len(panel.candidates), b, b)), np.zeros((len(panel.candidates), b, f)), np.zeros((f, f))
    by, fy = np.zeros((len(panel.candidates), b)), np.zeros(f)
    for one in row_block:
        np.add.at(by, (c, one), y)
        for other in row_block:
            np.add.at(bb, (c, one, other), 1.0)
        for shared, sign in zip(row_shared, signs, strict=True):
            np.add.at(bf, (c, one, shared), sign)
    for shared, sign in zip(row_shared, signs, strict=True):
        np.add.at(fy, shared, sign * y)
        for other, other_sign in zip(row_shared, signs, strict=True):
            np.add.at(ff, (shared, other), sign * other_sign)
    return bb, bf, ff, by, fy, float(y @ y)


def batches(design: Design, sds: Floats) -> Iterator[Floats]:
    """`sds` in parts small enough that solving one stays in the processor's cache."""
    at_once = max(1, 150_000 // max(1, design.bf.size))
    return (sds[at:at + at_once] for at in range(0, len(sds), at_once))


@dataclass(frozen=True)
class Solved:
    """The equations solved for D sets of standard deviations; effects in points, matrices in scaled effects.

    `block_inverse` (D,C,b,b), `absorbed` (D,C,b,f) = block_inverse · scaled bf, `shared_inverse` (D,f,f),
    `shared` (D,f) and `block` (D,C,b) posterior means, `log_likelihood` (D,).
    """

    block_scale: Floats
    shared_scale: Floats
    noise: Floats
    block_inverse: Floats
    absorbed: Floats
    shared_inverse: Floats
    shared: Floats
    block: Floats
    log_likelihood: Floats


def solve(design: Design, sds: Floats) -> Solved:
    """Solves for `sds` (D,7), in the order of COMPONENTS. The likelihood is complete: constants included."""
    noise = sds[:, RESIDUAL] ** 2 + ROUNDING_VARIANCE
    scales = np.concatenate([sds, np.full((len(sds), 1), LEVEL_SD)], axis=1)
    block_scale, shared_scale = scales[:, design.block_kinds], scales[:, design.shared_kinds]
    per_noise = 1 / noise[:, None]
    block_y = block_scale[:, None, :] * design.by * per_noise[:, None]
    inverse, log_blocks = _inverses(design.bb, block_scale, noise)
    linked = np.multiply(block_scale[:, None, :, None], design.bf, order="C")
    absorbed = inverse @ linked
    flat = (len(sds), design.by.size, len(design.shared_kinds))
    linked, side = linked.reshape(flat), absorbed.reshape(flat).transpose(0, 2, 1)
    left = design.ff * per_noise[:, None] - side @ linked * per_noise[:, None] ** 2
    shared_y = shared_scale * (design.fy * per_noise
                               - (side @ block_y.reshape(len(sds), design.by.size, 1))[:, :, 0] * per_noise)
    shared_inverse, log_left = _inverses(left, shared_scale)
    shared = (shared_inverse @ shared_y[:, :, None])[:, :, 0]
    own = (inverse @ block_y[..., None])[..., 0]
    explained = (block_y * own).sum(axis=(1, 2)) + (shared_y * shared).sum(axis=1)
    shared = shared * shared_scale
    block = own - (absorbed.reshape(flat) @ shared[:, :, None]).reshape(own.shape) * per_noise[:, None]
    log_likelihood = -.5 * (len(design.panel.score) * np.log(2 * np.pi * noise) + log_blocks.sum(axis=1) + log_left
                            + design.yy / noise - explained)
    return Solved(block_scale, shared_scale, noise, inverse, absorbed, shared_inverse, shared,
                  block * block_scale[:, None, :], log_likelihood)


def _inverses(products: Floats, scale: Floats, noise: Floats | None = None) -> tuple[Floats, Floats]:
    """(I + scale · products · scale / noise)⁻¹ and its matrix' log determinant, for a stack of matrices."""
    if products.ndim > 2 and noise is not None:
        scale = (scale / np.sqrt(noise)[:, None])[:, None, :]
    matrix = np.multiply(products * scale[..., :, None], scale[..., None, :], order="C")
    matrix += np.eye(matrix.shape[-1])
    diagonal: Floats = np.diagonal(np.linalg.cholesky(matrix), axis1=-2, axis2=-1)
    inverse: Floats = np.linalg.inv(matrix)
    return inverse, 2 * np.log(diagonal).sum(axis=-1)
