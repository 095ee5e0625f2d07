#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# CUDA toolkit from PyPI (cuda-toolkit[nvcc] 13.2.0): pinning the toolkit does not pin the compiler.
#
# The package nvidia-cuda-nvcc asks for nvidia-nvvm, nvidia-cuda-crt and nvidia-cuda-runtime without a version, so that
# pip takes the newest ones. nvcc's driver and ptxas are then of 13.2, its front end of a later release, whose PTX is of
# a version that this ptxas refuses: no kernel compiles.
# Expected by a reader of the toolkit's own package: one release, since cuda-toolkit itself is pinned.
# What helps: name the three packages too, as in the second folder.
#
# Prints what ptxas says, and fails if the mixture compiles or the pinned packages do not.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip="$folder/venv/bin/pip install --quiet --disable-pip-version-check"
echo '__global__ void one(int* out) { *out = 1; }' >"$folder/one.cu"
$pip --target "$folder/mixed" 'cuda-toolkit[nvcc]==13.2.0'
$pip --target "$folder/pinned" 'cuda-toolkit[nvcc]==13.2.0' 'nvidia-nvvm==13.2.*' 'nvidia-cuda-crt==13.2.*' 'nvidia-cuda-runtime==13.2.*'
ls -d "$folder"/mixed/nvidia_nvvm-*.dist-info "$folder"/pinned/nvidia_nvvm-*.dist-info | sed 's|.*/\(.*\)/\(.*\).dist-info|\1: \2|'
for kind in mixed pinned; do
  if "$folder/$kind/nvidia/cu13/bin/nvcc" -arch=sm_90 -cubin "$folder/one.cu" -o "$folder/$kind.cubin" 2>"$folder/$kind.err"; then
    echo "$kind: compiles"
  else
    echo "$kind: $(sed -n "s|.*fatal *: \(Unsupported .*\)|\1|p" "$folder/$kind.err" | head -n 1)"
  fi
done >"$folder/seen"
cat "$folder/seen"
grep -q '^mixed: Unsupported .version' "$folder/seen" && grep -q '^pinned: compiles' "$folder/seen"
# Seen (2026-11-30):
#   mixed: nvidia_nvvm-13.5.37
#   pinned: nvidia_nvvm-13.2.86
#   mixed: Unsupported .version 9.5; current version is '9.2'
#   pinned: compiles
