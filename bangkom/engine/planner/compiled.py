"""The one place that imports Numba; kernels are compiled once and kept in a cache on disk.

The cache lies in NUMBA_CACHE_DIR if set, else in ``kernels`` under BANGKOM_HOME if set, else beside this
module; in a folder named after the engine's sources, since Numba itself does not see that a kernel calls
code of another file that has changed. Kernels release the GIL, so blocks of people run on threads without
copies.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def _cache_folder() -> Path:
    digest = hashlib.sha256(numba.__version__.encode())
    here = Path(__file__).parent
    for source in sorted([*here.glob("solver/*.py"), *here.glob("checking/*.py")]):
        digest.update(source.read_bytes())
    home = os.environ.get("BANGKOM_HOME")
    root = os.environ.get("NUMBA_CACHE_DIR") or (Path(home) / "kernels" if home else here / "__pycache__")
    return Path(root) / f"kernels-{digest.hexdigest()[:16]}"


setattr(numba.config, "CACHE_DIR", str(_cache_folder()))  # noqa: B010  (the module has no such name for mypy)


def compiled(function: F) -> F:
    """Compile to machine code at first use. No fast-math: the same input gives the same bits."""
    return cast(F, numba.njit(cache=True, nogil=True, boundscheck=False, error_model="numpy")(function))
