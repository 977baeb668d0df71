"""Random queries over random stores against a slow reading of them in Python.

    python benchmarks/query_agreement.py [--queries 10000] [--seed 1]

Stores have 150 articles each, and a thousand queries are asked of one. Then heaps of the
language's own signs: each must be refused with a position, or find what it means.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from newscli.core.errors import QueryError
from newscli.core.query import parse
from newscli.storage import db, reads, search
from tests.fakes import NOW
from tests.storage.naive import Reader
from tests.storage.random_queries import VOCABULARY, make_query, make_store

_A_STORE = 1000
_SIGNS = ["(", ")", "OR", "AND", "NOT", "-", '"', "*", "tag:", "is:", "/", ":", "NEAR(", ",", "+"]


def main() -> None:
    """Prints how many agreed, and the first that did not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    begun, agreed, hits, refused, bad = time.perf_counter(), 0, 0, 0, []
    for _ in range(-(-options.queries // _A_STORE)):
        with tempfile.TemporaryDirectory() as folder:
            connection = db.connect(Path(folder, "news.db"))
            facts = make_store(connection, rng, 150)
            reader = Reader(facts)
            for number in range(_A_STORE):
                is_heap = number % 4 == 3
                parts = [rng.choice([*_SIGNS, *VOCABULARY[:6]]) for _ in range(rng.randrange(1, 9))]
                text = " ".join(parts) if is_heap else make_query(rng)
                try:
                    node = parse(text, now=NOW)
                except QueryError:
                    refused += 1
                    continue
                wanted = {fact.id for fact in facts if reader.matches(node, fact)}
                chosen = reads.Filter(query=node)
                listed = {row.id for row in reads.headlines(connection, chosen, limit=None)}
                found = search.run(connection, node, reads.Filter(), now=NOW, limit=None)
                ranked = {hit.headline.id for hit in found.hits}
                if wanted == listed == ranked:
                    agreed, hits = agreed + 1, hits + len(wanted)
                else:
                    bad.append(text)
            connection.close()
    took = time.perf_counter() - begun
    print(f"{agreed} queries agree, {len(bad)} do not, {refused} were refused; {took:.0f} s")
    print(f"{hits / max(1, agreed):.1f} of 150 articles found by a query in the mean")
    for text in bad[:10]:
        print(f"  {text}")


if __name__ == "__main__":
    main()
