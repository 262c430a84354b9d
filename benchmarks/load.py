"""A small load generator: some connections ask for one address for some seconds."""

import http.client
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What came of it: requests a second, the median and the 99th percentile in milliseconds, bytes, failures."""

    rate: float
    p50: float
    p99: float
    size: int
    failures: int


def ask(port: int, path: str, cookie: str, seconds: float, connections: int) -> Load:
    """Ask on several connections at once; every answer but 200 is a failure."""
    times: list[float] = []
    sizes: list[int] = []
    failures: list[int] = []
    until = time.perf_counter() + seconds

    def one() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}
        while time.perf_counter() < until:
            began = time.perf_counter()
            link.request("GET", path, headers=headers)
            answer = link.getresponse()
            body = answer.read()
            times.append(time.perf_counter() - began)
            sizes.append(len(body))
            if answer.status != 200:
                failures.append(answer.status)
        link.close()

    threads = [threading.Thread(target=one) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    times.sort()
    at = lambda share: times[min(len(times) - 1, int(len(times) * share))] * 1000 if times else 0.0  # noqa: E731
    return Load(len(times) / took, at(0.5), at(0.99), max(sizes, default=0), len(failures))
