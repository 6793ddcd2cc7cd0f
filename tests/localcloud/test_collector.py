import subprocess
import sys


def test_what_is_loaded_is_not_looked_at_again_and_the_rest_still_is() -> None:
    # In a process of its own: the tests' own collector is set up already.
    program = """
import gc
from localcloud.collector import spare_what_is_loaded

class Node: pass

before = gc.get_freeze_count()
spare_what_is_loaded()
assert gc.get_freeze_count() > before + 1000
one, other = Node(), Node()
one.other, other.one = other, one
del one, other
assert gc.collect() >= 2
"""
    subprocess.run([sys.executable, "-c", program], check=True)
