# SPDX-License-Identifier: Apache-2.0
"""gapmc for Spack, from the clone that this file lies in. Spack 0.21 audits and concretizes it, but for +cuda; never built by Spack.

It takes a Spack that has a package tomlplusplus (0.21 was lent one) and, for +cuda, one that knows CUDA 12.8.
"""

import pathlib

from spack.package import *


class Gapmc(CMakePackage, CudaPackage):
    """Gap Monte Carlo: distributions of gaps between composite indices, the same bytes on any machine."""

    # The project has no public address yet; its source is the clone around this file.
    git = pathlib.Path(__file__).resolve().parents[5].as_uri()

    license("Apache-2.0")

    version("main", branch="main")

    variant("mpi", default=True, description="The module by which ranks of this MPI make a run together")

    generator("ninja")

    # Versions are those that CMakeLists.txt asks for.
    depends_on("cmake@3.25:", type="build")
    depends_on("fmt@9:")
    depends_on("nlohmann-json@3.11:")
    depends_on("cli11@2.1:")
    depends_on("tomlplusplus@3.3:")
    depends_on("boost@1.74:")
    depends_on("openssl@3.0:")
    # Writes samples as netCDF. Parquet needs the layout of pyarrow's wheel, which Spack's own pyarrow has not.
    depends_on("netcdf-c")
    depends_on("mpi", when="+mpi")
    # NVRTC of the same toolkit is opened when a run compiles its study, from where it lay at build time.
    depends_on("cuda@12.8:", when="+cuda")

    conflicts("%gcc@:11", msg="C++20 as gapmc uses it needs GCC 12")
    conflicts("cuda_arch=none", when="+cuda", msg="name the devices, e.g. cuda_arch=90")

    def cmake_args(self):
        args = [
            self.define("GAPMC_MPI", "ON" if "+mpi" in self.spec else "OFF"),
            self.define("GAPMC_CUDA", "ON" if "+cuda" in self.spec else "OFF"),
            # Compilers that the project was not tested with may warn of more.
            self.define("GAPMC_WARNINGS_ARE_ERRORS", False),
        ]
        if "+mpi" in self.spec:
            args.append(self.define("GAPMC_MPI_COMPILERS", self.spec["mpi"].mpicc))
        if "+cuda" in self.spec:
            args.append(self.define("GAPMC_CUDA_ARCHITECTURES", self.spec.variants["cuda_arch"].value))
        return args

    @run_after("install")
    @on_package_attributes(run_tests=True)
    def check_program(self):
        """The program starts, and each of its engines gives the golden numbers on this processor."""
        gapmc = Executable(self.prefix.bin.gapmc)
        gapmc("--version")
        gapmc("doctor")
