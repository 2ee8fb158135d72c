"""How mild or strict each assessor is, against what others say about the same people."""

from dataclasses import dataclass

import numpy as np

from bangkom.engine.gaps.evidence import NO_ASSESSOR, Evidence, Floats, Ints, Methods

_SPAN = 2**31  # assessors are below this, so (method, assessor) is one 64-bit key


@dataclass(frozen=True)
class Leniency:
    """Per assessor and method, sorted by ``key``: estimated shift in levels, its variance, and on how many pairs.

    A person who rates in two roles (as superior and of oneself) is two rows: people are not equally mild in both.
    """

    key: Ints
    shift: Floats
    variance: Floats
    compared: Ints

    def of_evidence(self, evidence: Evidence, methods: Methods) -> tuple[Floats, Floats]:
        """Shift and its variance for each row: 0 and the method's own spread where the assessor is unknown here."""
        named = evidence.assessor != NO_ASSESSOR
        shift = np.zeros(len(evidence))
        variance = np.where(named, methods.leniency_variance[evidence.method], 0.0)
        if len(self.key):
            keys = rater_keys(evidence)
            place = np.minimum(np.searchsorted(self.key, keys), len(self.key) - 1)
            known = named & (self.key[place] == keys)
            shift[known] = self.shift[place[known]]
            variance[known] = self.variance[place[known]]
        return shift, variance


def rater_keys(evidence: Evidence) -> Ints:
    """One number per (method, assessor); rows without assessor get their method's key minus one."""
    return evidence.method * _SPAN + evidence.assessor


def estimate_leniency(evidence: Evidence, methods: Methods, precision: Floats) -> Leniency:
    """Shrunken mean deviation of each assessor from the other evidence about the same person and competency.

    Only contrasts inside a pair count: somebody who rates good people high is not lenient, and somebody whose
    people nobody else rated gets no shift. One pass and closed form; derivation in docs/algorithms/gaps.md.
    ``evidence`` must be in canonical order.
    """
    counts = precision > 0
    named = counts & (evidence.assessor != NO_ASSESSOR)
    spread = np.where(evidence.assessor != NO_ASSESSOR, methods.leniency_variance[evidence.method], 0.0)
    value = evidence.value - methods.bias[evidence.method]
    # What a rating says to somebody who does not know its assessor.
    outside = np.zeros(len(evidence))
    outside[counts] = 1.0 / (1.0 / precision[counts] + spread[counts])

    keys, rater = np.unique(rater_keys(evidence)[named], return_inverse=True)
    blocks, block = np.unique(evidence.pair[named] * (len(keys) + 1) + rater, return_inverse=True)
    block_pair, block_rater = np.divmod(blocks, len(keys) + 1)

    pairs = int(evidence.pair.max()) + 1 if len(evidence) else 0
    rows_in_pair = np.bincount(evidence.pair[counts], minlength=pairs)
    weight_in_pair = np.bincount(evidence.pair, weights=outside, minlength=pairs)
    sum_in_pair = np.bincount(evidence.pair, weights=outside * value, minlength=pairs)

    own_rows = np.bincount(block, minlength=len(blocks))
    own_outside = np.bincount(block, weights=outside[named], minlength=len(blocks))
    own_outside_sum = np.bincount(block, weights=(outside * value)[named], minlength=len(blocks))
    own_weight = np.bincount(block, weights=precision[named], minlength=len(blocks))
    own_sum = np.bincount(block, weights=(precision * value)[named], minlength=len(blocks))

    compared = rows_in_pair[block_pair] > own_rows  # by counting: a difference of sums is never exactly 0
    other_weight = (weight_in_pair[block_pair] - own_outside)[compared]
    other_mean = (sum_in_pair[block_pair] - own_outside_sum)[compared] / other_weight
    deviation = own_sum[compared] / own_weight[compared] - other_mean
    certainty = 1.0 / (1.0 / own_weight[compared] + 1.0 / other_weight)

    known = np.bincount(block_rater[compared], weights=certainty, minlength=len(keys))
    total = np.bincount(block_rater[compared], weights=certainty * deviation, minlength=len(keys))
    prior = methods.leniency_variance[keys // _SPAN]
    return Leniency(
        key=keys.astype(np.int64),
        shift=prior * total / (1.0 + prior * known),
        variance=prior / (1.0 + prior * known),
        compared=np.bincount(block_rater[compared], minlength=len(keys)).astype(np.int64),
    )
