"""Progress, time limit and safe stop of one run."""

from __future__ import annotations

import math
import resource
import sys
import time
from collections.abc import Callable


class Watch:
    """Tells the caller how far the run is; ``go`` is False once the caller or the clock said stop."""

    def __init__(
        self, progress: Callable[[str, int, int, float, float], bool] | None, limit_s: float | None
    ) -> None:
        self.progress, self.limit_s = progress, limit_s
        self.started, self.cpu_started = time.perf_counter(), time.process_time()
        self.best, self.bound = -math.inf, math.inf
        self.stopped = False

    def go(self, phase: str, done: int, total: int) -> bool:
        """Report; go on?"""
        late = self.limit_s is not None and self.seconds > self.limit_s
        said_no = self.progress is not None and not self.progress(phase, done, total, self.best, self.bound)
        self.stopped = self.stopped or late or said_no
        return not self.stopped

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    @property
    def cpu_seconds(self) -> float:
        return time.process_time() - self.cpu_started

    @staticmethod
    def peak_mb() -> float:
        """Largest memory of this process so far."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
