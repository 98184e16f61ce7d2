"""What the benches of hostile inputs share."""
import os
import sys


def written(path, make):
    """Writes a file in a process of its own: a child begins with the peak memory of its parent."""
    pid = os.fork()
    if pid == 0:
        path.write_bytes(make())
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        sys.exit(f"could not write {path}")
