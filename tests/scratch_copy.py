# SPDX-License-Identifier: Apache-2.0
"""A copy of the source tree that a test may change."""

import shutil
import subprocess


def fresh_copy(tree, root):
    """Makes the tree equal to the tracked files of a checkout, and leaves times of equal files alone for the build's sake."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    wanted = {name for name in names if name and (root / name).is_file()}
    for path in [path for path in tree.rglob("*") if path.is_file() and tree / "build" not in path.parents]:
        if str(path.relative_to(tree)) not in wanted:
            path.unlink()
    for name in sorted(wanted):
        source, copy = root / name, tree / name
        if not copy.exists() or copy.read_bytes() != source.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy)
