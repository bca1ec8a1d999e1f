"""Student's distribution, for intervals of means of few values."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from cdp.database import Database

LARGEST = 1000
"""Sample size from which the normal quantile serves: it differs by less than one in 700 there."""


def make_student(db: Database) -> None:
    """Make `student` (size, t): by sample size below LARGEST, from 2, the quantile that bounds a 95 % interval."""
    from scipy.special import stdtrit

    sizes = np.arange(2, LARGEST)
    told = pa.table({"size": sizes, "t": stdtrit(sizes - 1, 0.975)})
    with db.registered("told", told):
        db.run("create or replace temp table student as select * from told")
