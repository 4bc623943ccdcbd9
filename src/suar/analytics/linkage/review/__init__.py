"""People judge pairs: which to ask first, what was said, how good linking therefore is."""

from suar.analytics.linkage.review.agreement import Agreement, agreement
from suar.analytics.linkage.review.calibrating import Calibration, calibrate
from suar.analytics.linkage.review.judgements import (
    JUDGEMENTS,
    read_judgements,
    write_judgements,
)
from suar.analytics.linkage.review.measuring import Measured, measure
from suar.analytics.linkage.review.sampling import sample

__all__ = [
    "JUDGEMENTS",
    "Agreement",
    "Calibration",
    "Measured",
    "agreement",
    "calibrate",
    "measure",
    "read_judgements",
    "sample",
    "write_judgements",
]
