# SPDX-License-Identifier: Apache-2.0
"""What verify says of folders that were changed by somebody who knows the format and renews every checksum."""

import hashlib
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from program import gapmc, run, sums  # noqa: E402

MAGIC = b"gapmc-record\n"


def renewed_sums(folder):
    lines = [line.split("  ")[1] for line in sums(folder).splitlines()]
    (folder / "SHA256SUMS").write_text("".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in lines))


def number(value):
    out = b""
    while value >= 128:
        out += bytes([128 | value & 127])
        value >>= 7
    return out + bytes([value])


def taken(body, at):
    value = shift = 0
    while True:
        byte = body[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def label_of(folder):
    """(format, output version, files, the rest) of a record's body."""
    body = (folder / "tally.bin").read_bytes()[len(MAGIC):-64]
    form, at = taken(body, 0)
    output, at = taken(body, at)
    count, at = taken(body, at)
    files = []
    for _ in range(count):
        size, at = taken(body, at)
        files.append(body[at:at + size].decode())
        at += size
    return form, output, files, body[at:]


def relabel(folder, output, files):
    form, _, _, rest = label_of(folder)
    names = b"".join(number(len(name)) + name.encode() for name in files)
    body = MAGIC + number(form) + number(output) + number(len(files)) + names + rest
    (folder / "tally.bin").write_bytes(body + hashlib.sha256(body).hexdigest().encode())
    renewed_sums(folder)


def change_a_mean(folder):
    bands = folder / "bands.csv"
    lines = bands.read_text().splitlines(keepends=True)
    lines[1] = lines[1].replace(",mean,NA,", ",mean,NA,9")
    bands.write_text("".join(lines))
    renewed_sums(folder)


def test_of_files_of_another_version_the_numbers_are_compared_and_the_rest_is_named(tmp_path):
    run(tmp_path / "r", "-n", "500")
    _, output, files, _ = label_of(tmp_path / "r")
    relabel(tmp_path / "r", output + 1, files)
    done = gapmc("verify", tmp_path / "r")
    assert done.returncode == 0 and re.search(r"bands\.csv: \d{2,} numbers follow from the record +ok", done.stdout), done.stdout
    assert re.search(r"fan\.svg +not rendered", done.stdout) and "what was not rendered is not checked" in done.stdout
    change_a_mean(tmp_path / "r")
    done = gapmc("verify", tmp_path / "r")
    assert done.returncode == 1 and "the first that differs" in done.stdout


def test_a_list_that_leaves_files_out_hides_none_of_them(tmp_path):
    run(tmp_path / "r", "-n", "500")
    _, output, files, _ = label_of(tmp_path / "r")
    for left in ([], [name for name in files if name not in ("bands.csv", "result.json")]):
        relabel(tmp_path / "r", output + 1, left)
        done = gapmc("verify", tmp_path / "r")
        assert done.returncode == 0 and "bands.csv: " in done.stdout and "result.json: " in done.stdout, done.stdout
    change_a_mean(tmp_path / "r")
    done = gapmc("verify", tmp_path / "r")
    assert done.returncode == 1 and re.search(r"bands\.csv: .*DIFFERS", done.stdout), done.stdout


def test_an_empty_record_says_that_nothing_was_simulated(tmp_path):
    run(tmp_path / "s", "-n", "64", "--shard", "3/3")
    done = gapmc("verify", tmp_path / "s")
    assert done.returncode == 0 and "the record holds no trajectory, so none was simulated again" in done.stdout
    assert "0 of 0" not in done.stdout


def test_a_record_without_fingerprints_is_damaged(tmp_path):
    run(tmp_path / "r", "-n", "60")
    body = (tmp_path / "r/tally.bin").read_bytes()[:-64]
    # At its end: one block, from 0 to 60, its print of at most ten bytes, no probe, and no exact value.
    at = body.rindex(b"\x01\x00\x3c")
    body = body[:at] + b"\x00\x00\x00"
    (tmp_path / "r/tally.bin").write_bytes(body + hashlib.sha256(body).hexdigest().encode())
    renewed_sums(tmp_path / "r")
    done = gapmc("verify", tmp_path / "r", "--all")
    assert done.returncode == 65 and "its fingerprints leave trajectories out" in done.stderr, done.stdout + done.stderr
