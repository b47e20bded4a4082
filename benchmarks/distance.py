"""How long the exact distances of two 20 kB texts take, against the limit of 50 ms. Prints one JSON line."""

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "platform"))

from tracewright.distance import distance_chars, distance_words  # noqa: E402

LIMIT_MS = 50
SIZE = 20_000


def realistic(chance: random.Random) -> tuple[str, str]:
    """A tool output and the same with every fiftieth word changed."""
    words = [
        f"{chance.choice(['read', 'src', 'error', 'line', 'assert'])}_{chance.randrange(999)}" for _ in range(2_300)
    ]
    changed = [word[::-1] if index % 50 == 0 else word for index, word in enumerate(words)]
    return " ".join(words)[:SIZE], " ".join(changed)[:SIZE]


def random_texts(chance: random.Random) -> tuple[str, str]:
    """Nothing in common, one word in seven characters, every third character outside the basic plane."""
    letters = [*map(chr, range(33, 127)), *map(chr, range(0x1F600, 0x1F64F))]
    texts = ("".join(" " if chance.random() < 1 / 7 else chance.choice(letters) for _ in range(SIZE)) for _ in range(2))
    first, second = texts
    return first, second


def milliseconds(work: Callable[[str, str], int], texts: tuple[str, str], rounds: int = 7) -> float:
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        work(*texts)
        took.append((time.perf_counter() - start) * 1000)
    return round(sorted(took)[rounds // 2], 2)


def main() -> None:
    chance = random.Random(7)
    times = {
        f"{name}_{work.__name__}_ms": milliseconds(work, texts)
        for name, texts in (("realistic", realistic(chance)), ("random", random_texts(chance)))
        for work in (distance_chars, distance_words)
    }
    worst = max(times.values())
    print(json.dumps({"benchmark": "distance", **times, "limit_ms": LIMIT_MS, "ratio": round(worst / LIMIT_MS, 3)}))


if __name__ == "__main__":
    main()
