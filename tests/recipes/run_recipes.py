#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The recipes of scripts/recipes say what the tree says, and linters accept them; each check refuses a spoiled recipe.

    run_recipes.py BUILD

Nothing is built: that takes a container runtime, Spack or conda, and long. Linters come by scripts/install-python; what is
missing is skipped and named. Ends with `N passed, N failed, N skipped`.
"""

import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import containers  # noqa: E402
import registries  # noqa: E402
from checks import RECIPES, ROOT, TOOLS, Checks, call, complaints  # noqa: E402


def check_images(checks, program):
    text, definition_text = (RECIPES / "Dockerfile").read_text(), (RECIPES / "gapmc.def").read_text()
    docker, definition = containers.Dockerfile(text), containers.Definition(definition_text)
    checks.check("gapmc.def has a value for each argument, and known sections and stages", definition.problems())
    for what, old, new in (("an argument without a value", "JOBS=\n", "\n"), ("an unknown section", "%test", "%tests"), ("an unknown stage", "from build", "from bild")):
        checks.refused(what, containers.Definition(definition_text.replace(old, new)).problems())
    checks.check("both images are made in the same way", containers.differences(docker, definition))
    for what, old, new in (("another base image", "debian:12", "debian:13"), ("a folder less", "    host /src/host\n", ""), ("another default", "openmpi mpich", "mpich"), ("a step less", "    ldconfig\n", "")):
        checks.refused(what, containers.differences(docker, containers.Definition(definition_text.replace(old, new))))
    checks.check("what they copy is there", [name for name in docker.copied if not (ROOT / name).exists() and name != ".git"])
    checks.check("what they copy is enough to build", containers.insufficiency(docker.copied))
    checks.refused("the studies are not copied, which the program holds", containers.insufficiency([name for name in docker.copied if name != "configs"]))
    checks.check("%test passes with the program of this build", containers.test_section(definition, program))
    spoiled = containers.Definition(definition_text.replace("gapmc verify", "gapmc verfy"))
    checks.refused("%test with a command that fails", containers.test_section(spoiled, program))


def check_packages(checks):
    if containers.unknown_packages(["base-files"]) or 'VERSION_ID="12"' not in pathlib.Path("/etc/os-release").read_text():
        checks.skip("Debian's packages exist", "no package lists of Debian 12 here")
        return
    script = (RECIPES / "image-files").read_text()
    variables = re.findall(r'"\$\{(build_\w+)\[@\]\}"', script)
    mpi = [f"lib{name}-dev" for name in containers.Dockerfile((RECIPES / "Dockerfile").read_text()).arguments["MPI"].split()]
    names = containers.packages(variables) + mpi
    checks.check(f"the {len(names)} packages that the build stages install are in Debian 12", [*containers.unknown_packages(names), *([] if variables and mpi else ["no names"])])
    checks.refused("a package that is in no list", containers.unknown_packages([name + "-x" for name in names[:1]]))


def check_options(checks):
    known = registries.options_known()
    for file in (RECIPES / "image-files", registries.PACKAGE, registries.RECIPE):
        used = registries.options_used(file.read_text())
        checks.check(f"the build has the {len(used)} options that {file.name} sets", used - known if used else ["none is set"])
    checks.refused("an option that the build has not", registries.options_used("-DGAPMC_CUDA=ON -DGAPMC_CUDAS=ON") - known)


def check_hadolint(checks):
    if not (TOOLS / "hadolint").exists():
        checks.skip("hadolint", "not in .venv-recipes")
        return
    text = (RECIPES / "Dockerfile").read_text()
    checks.check("hadolint accepts Dockerfile", complaints(call(TOOLS / "hadolint", "-", input=text)))
    for what, old, new in (("an image that runs as root", "USER 10001", "USER root"), ("a step that changes its folder", "RUN scripts/recipes/image-files", "RUN cd scripts && recipes/image-files"), ("an instruction that is none", "WORKDIR /src", "WORKDIRS /src")):
        checks.refused(what, complaints(call(TOOLS / "hadolint", "-", input=text.replace(old, new))))


def check_spack(checks):
    text = registries.PACKAGE.read_text()
    package = registries.spack_package(text)
    wanted = {**registries.needed(), "cuda": re.search(r"GAPMC_LEAST_CUDA ([\d.]+)", (ROOT / "kernels/cuda/GapmcCuda.cmake").read_text())[1], "netcdf-c": ""}
    checks.check(f"Spack's package asks for the {len(wanted)} that the build needs", registries.lacking(wanted, package.versions))
    for what, old, new in (("a library less", 'depends_on("fmt@9:")', "pass"), ("an older version", "cli11@2.1", "cli11@2.0")):
        checks.refused(what, registries.lacking(wanted, registries.spack_package(text.replace(old, new)).versions))
    with_all = registries.spack_arguments(package, "+mpi", "+cuda")
    checks.check("its options with everything", [] if with_all == {
        "GAPMC_MPI": "ON", "GAPMC_CUDA": "ON", "GAPMC_WARNINGS_ARE_ERRORS": False, "GAPMC_MPI_COMPILERS": "/mpi/bin/mpicc", "GAPMC_CUDA_ARCHITECTURES": ("80", "90")} else [with_all])
    without = registries.spack_arguments(package)
    checks.check("its options with nothing", [] if without == {"GAPMC_MPI": "OFF", "GAPMC_CUDA": "OFF", "GAPMC_WARNINGS_ARE_ERRORS": False} else [without])
    checks.check("its source is this tree", [] if package.git == ROOT.as_uri() else [package.git])


def check_conda(checks):
    if not (TOOLS / "python").exists() or call(TOOLS / "python", "-c", "import rattler_build").returncode != 0:
        checks.skip("conda's recipe", "no rattler-build in .venv-recipes")
        return
    text = registries.RECIPE.read_text()
    wanted = {**registries.needed(), "libnetcdf": ""}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        recipe, refusal = registries.rendered(text, folder)
        checks.check("rattler-build renders conda's recipe", refusal)
        if recipe:
            checks.check(f"it asks for the {len(wanted)} that the build needs", registries.lacking(wanted, registries.conda_versions(recipe)))
            version = re.search(r"project\(gapmc VERSION ([\d.]+)", registries.CMAKE)[1]
            checks.check("its version is the project's", [] if recipe["package"]["version"] == version else [recipe["package"]["version"]])
            source = re.search(r"^source:\n  path: (\S+)", text, flags=re.MULTILINE)[1]
            checks.check("its source is this tree", [] if (registries.RECIPE.parent / source).resolve() == ROOT else [source])
        for what, old, new in (("a key that is none", "license_file", "licence_file"), ("a function that is none", 'compiler("cxx")', 'kompiler("cxx")'), ("a version that is none", "fmt >=9", "fmt >>9")):
            checks.refused(what, registries.rendered(text.replace(old, new), folder)[1])
        recipe, _ = registries.rendered(text.replace("    - cli11 >=2.1\n", ""), folder)
        checks.refused("a library less", registries.lacking(wanted, registries.conda_versions(recipe)) if recipe else [])


def main():
    program = pathlib.Path(sys.argv[1]).resolve() / "gapmc"
    checks = Checks()
    check_images(checks, program)
    check_packages(checks)
    check_options(checks)
    check_hadolint(checks)
    check_spack(checks)
    check_conda(checks)
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
