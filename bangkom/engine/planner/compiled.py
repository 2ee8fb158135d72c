"""The one place that imports Numba; kernels are compiled once and kept in a cache on disk.

The cache lies in NUMBA_CACHE_DIR if set, else in ``kernels`` under BANGKOM_HOME if set, else beside the
modules. Kernels release the GIL, so blocks of people run on threads without copies.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])

if not os.environ.get("NUMBA_CACHE_DIR") and os.environ.get("BANGKOM_HOME"):
    setattr(numba.config, "CACHE_DIR", str(Path(os.environ["BANGKOM_HOME"]) / "kernels"))  # noqa: B010  (the module has no such name for mypy)


def compiled(function: F) -> F:
    """Compile to machine code at first use. No fast-math: the same input gives the same bits."""
    return cast(F, numba.njit(cache=True, nogil=True, boundscheck=False, error_model="numpy")(function))
