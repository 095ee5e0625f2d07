# SPDX-License-Identifier: Apache-2.0
"""Spack's package and conda's recipe: what they ask for, beside what CMakeLists.txt asks for."""

import json
import re
import sys
import types

from checks import ROOT, RECIPES, TOOLS, call

CMAKE = (ROOT / "CMakeLists.txt").read_text()
PACKAGE = RECIPES / "spack/packages/gapmc/package.py"
RECIPE = RECIPES / "conda/recipe.yaml"


def needed(text=CMAKE):
    """Name -> least version of what the build looks for; names as package managers write them."""
    found = re.findall(r"^find_package\((\w+) ([\d.]+) REQUIRED", text, flags=re.MULTILINE)
    found.append(("cmake", re.search(r"cmake_minimum_required\(VERSION ([\d.]+)\)", text)[1]))
    return {name.lower().replace("_", "-"): version for name, version in found}


def options_known():
    """Options of the build that a user may set."""
    files = [ROOT / "CMakeLists.txt", *(ROOT / "scripts/cmake").glob("*.cmake")]
    return {name for file in files for name in re.findall(r"(?:^option\(|set\()(GAPMC_\w+)(?= \"[^\"]*\"[ \n]+ON|[^()]* CACHE)", file.read_text(), flags=re.MULTILINE)} | {
        name for file in files for name in re.findall(r"^option\((GAPMC_\w+)", file.read_text(), flags=re.MULTILINE)}


def options_used(text):
    """Options that a recipe sets: -DGAPMC_NAME=..., or define("GAPMC_NAME", ...)."""
    return set(re.findall(r"(?:-D|define\(\")(GAPMC_\w+)", text))


def lacking(wanted, versions):
    """Libraries that a recipe does not ask for, or in another version. versions: name -> least version."""
    for name, version in wanted.items():
        there = {other: least for other, least in versions.items() if other.replace("_", "-") in (name, f"lib{name}-headers")}
        if list(there.values()) != [version]:
            yield f"{name} {version} is needed, the recipe has {there or 'nothing'}"


class Spec(str):
    """What cmake_args asks of a spec: its variants, and its MPI."""

    def __contains__(self, word):
        return word in self.split()

    def __getitem__(self, name):
        return types.SimpleNamespace(mpicc=f"/{name}/bin/mpicc")

    variants = {"cuda_arch": types.SimpleNamespace(value=("80", "90"))}


def spack_package(text):
    """The class, executed with stand-ins for Spack's directives, which write down what they are told."""
    told = []
    names = "version variant license generator depends_on conflicts run_after on_package_attributes".split()
    module = types.ModuleType("spack.package")
    for name in names:
        setattr(module, name, lambda *words, _name=name, **more: told.append((_name, words, more)) or (lambda function: function))
    module.CMakePackage = type("CMakePackage", (), {"define": staticmethod(lambda name, value: (name, value))})
    module.CudaPackage = type("CudaPackage", (), {})
    sys.modules["spack"], sys.modules["spack.package"] = types.ModuleType("spack"), module
    scope = {"__file__": str(PACKAGE)}
    exec(compile(text, str(PACKAGE), "exec"), scope)
    package = scope["Gapmc"]
    package.told = told
    package.versions = {name: version for kind, words, _ in told if kind == "depends_on" for name, version in [(*words[0].rstrip(":").split("@"), "")[:2]]}
    return package


def spack_arguments(package, *variants):
    one = package()
    one.spec = Spec(" ".join(variants))
    return dict(one.cmake_args())


RENDER = """
import json, sys
import rattler_build as r
try:
    text, folder = open(sys.argv[1]).read(), sys.argv[2]
    found = r.Stage0Recipe.from_yaml(text, recipe_dir=folder).render(r.VariantConfig.from_file(sys.argv[3]))
    print(json.dumps([one.recipe.to_dict() for one in found]))
except (r.RattlerBuildError, ValueError) as error:
    sys.exit(str(error))
"""


def rendered(text, folder):
    """(recipe as rattler-build understands it, nothing) or (nothing, why it refuses it)."""
    file = folder / "recipe-to-check.yaml"
    file.write_text(text)
    done = call(TOOLS / "python", "-c", RENDER, file, folder, RECIPES / "conda/variants.yaml")
    return (json.loads(done.stdout)[0], []) if done.returncode == 0 else (None, [done.stderr.strip()[-500:]])


def conda_versions(recipe):
    entries = [*recipe["requirements"]["build"], *recipe["requirements"]["host"]]
    return {entry.split()[0]: (entry.split() + [""])[1].removeprefix(">=") for entry in entries}
