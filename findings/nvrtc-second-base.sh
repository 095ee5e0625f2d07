#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# NVIDIA's run-time compiler (package nvidia-cuda-nvrtc 13.0.88): constants behind a second base class are not folded.
#
# A device array of constants is read as an object. Its loop over a list, whose members sit in the class itself or in
# its only base, becomes an immediate number. With the same members in a second base class, a call of their member
# function puts a test before it whether the object's address is null, although the object is a reference; the address
# of the array is then no constant to the optimiser, the loop stays a loop, and what it reads stays a load.
# Expected by a reader of C++: the same code for both, since a reference is never null ([dcl.ref], [conv.ptr]).
#
# Prints the loads and selects of both kernels, and fails if they are not those that were seen.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps nvidia-cuda-nvrtc==13.0.88
cat >"$folder/compare.py" <<'END'
import ctypes
import pathlib
import re
import sys

library = ctypes.CDLL(str(next(pathlib.Path(sys.prefix).rglob("libnvrtc.so.13"))))

HEAD = """
static __device__ const unsigned words[4] = {1, 7, 9, 11};
struct Scalars { int number; };
struct List { int first; __device__ int operator[](int i) const { return first + i; } };
"""
TAIL = """
__device__ int term(Object const& object, int i) { return object.one[i] + object.other[i]; }
extern "C" __global__ void sum(int* out) {
    Object const& object = *reinterpret_cast<Object const*>(words);
    int total = 0;
    for (int i = 0; i < object.number; ++i) total += term(object, i);
    *out = total;
}
"""
CLASSES = {
    "one base": "struct Object : Scalars { List one; List other; };",
    "two bases": "struct Lists { List one; List other; }; struct Object : Scalars, Lists {};",
}


def ptx_of(source):
    program, size = ctypes.c_void_p(), ctypes.c_size_t()
    assert library.nvrtcCreateProgram(ctypes.byref(program), source.encode(), b"sum.cu", 0, None, None) == 0
    options = (ctypes.c_char_p * 1)(b"--gpu-architecture=compute_90")
    assert library.nvrtcCompileProgram(program, 1, options) == 0
    library.nvrtcGetPTXSize(program, ctypes.byref(size))
    text = ctypes.create_string_buffer(size.value)
    library.nvrtcGetPTX(program, text)
    return text.value.decode()


seen = {}
for name, layout in CLASSES.items():
    ptx = ptx_of(HEAD + layout + TAIL)
    seen[name] = (len(re.findall(r"\bld\.global", ptx)), len(re.findall(r"\bselp\b", ptx)))
    print(f"{name}: {seen[name][0]} loads of constants, {seen[name][1]} selects by a null test")
assert seen == {"one base": (0, 0), "two bases": (2, 1)}, "changed"
END
"$folder/venv/bin/python" "$folder/compare.py"
# Seen:
#   one base: 0 loads of constants, 0 selects by a null test
#   two bases: 2 loads of constants, 1 selects by a null test
