# SPDX-License-Identifier: Apache-2.0
"""Dockerfile and gapmc.def: read into the same form, compared with each other and with the tree."""

import os
import pathlib
import re
import shutil
import tempfile

from checks import ROOT, call, complaints

SECTIONS = {"arguments", "environment", "files", "help", "labels", "post", "runscript", "test"}


def instructions(text):
    """(keyword, rest) of a Dockerfile's instructions."""
    lines = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    return [(line.split(None, 1)[0], " ".join(line.split()[1:])) for line in lines if line.strip()]


class Dockerfile:
    def __init__(self, text):
        found = instructions(text)
        self.arguments = dict((rest.split("=", 1)[0], rest.split("=", 1)[1].strip('"')) for word, rest in found if word == "ARG")
        self.base = self.arguments.pop("BASE").rsplit("/", 1)[1]
        self.copied = [source for word, rest in found if word == "COPY" and not rest.startswith("--from") for source in rest.split()[:-1]]
        self.runtime = [step.strip() for step in [rest for word, rest in found if word == "RUN"][-1].split("&&")]


class Definition:
    """An Apptainer definition file: stages of a header and sections."""

    def __init__(self, text):
        self.stages = []
        for stage in re.split(r"^(?=Bootstrap:)", text, flags=re.MULTILINE)[1:]:
            head, *parts = re.split(r"^%", stage, flags=re.MULTILINE)
            header = dict(re.findall(r"^(\w+): *(.*)$", head, flags=re.MULTILINE))
            sections = {title.split()[0]: (title, [line.strip() for line in body]) for title, *body in (part.rstrip().split("\n") for part in parts)}
            self.stages.append((header, sections))

    def lines(self, stage, section):
        return self.stages[stage][1][section][1]

    def problems(self):
        names = [header.get("Stage") for header, _ in self.stages]
        for header, sections in self.stages:
            yield from (f"%{name} is no section" for name in sections.keys() - SECTIONS)
            arguments = {line.split("=")[0] for line in sections.get("arguments", ("", []))[1]}
            used = {name for _, body in sections.values() for line in body for name in re.findall(r"{{ *(\w+) *}}", line)}
            yield from (f"{{{{ {name} }}}} has no value" for name in used - arguments)
            title = sections.get("files", ("files", []))[0].split()
            if len(title) == 3 and title[2] not in names:
                yield f"%{' '.join(title)}: there is no such stage"

    def copied(self):
        return [line.split()[0] for line in self.lines(0, "files")]


def differences(docker, definition):
    """What the two images do not share; the second has no user of its own, since Apptainer's is who calls."""
    if docker.base != definition.stages[0][0]["From"] or docker.base != definition.stages[1][0]["From"]:
        yield f"base images: {docker.base}"
    if sorted(docker.copied) != sorted(definition.copied()):
        yield f"copied: {set(docker.copied) ^ set(definition.copied())}"
    arguments = dict(line.split("=", 1) for line in definition.lines(0, "arguments"))
    if docker.arguments != arguments:
        yield f"arguments: {docker.arguments}, {arguments}"
    if [step for step in docker.runtime if not step.startswith("useradd")] != definition.lines(1, "post"):
        yield f"runtime stage: {docker.runtime}, {definition.lines(1, 'post')}"


def insufficiency(copied):
    """Why a build would fail with these files alone: CMake does not configure, or ninja wants a file of the tree that is not there."""
    with tempfile.TemporaryDirectory() as folder:
        tree, build = pathlib.Path(folder) / "tree", pathlib.Path(folder) / "build"
        for name in copied:
            source, target = ROOT / name, tree / name
            if name == ".git":
                continue  # tells the commit, and nothing is built of it
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
        done = call("cmake", "-S", tree, "-B", build, "-G", "Ninja", "-DGAPMC_CUDA=OFF", "-DGAPMC_MPI=OFF")
        inputs = call("ninja", "-C", build, "-t", "inputs", "all")
        wanted = [name for name in inputs.stdout.splitlines() if name.startswith(f"{tree}/")]
        return complaints(done) or complaints(inputs) or [name for name in wanted if not os.path.exists(name)] or ([] if wanted else ["no inputs"])


def test_section(definition, program):
    """Runs %test with this program instead of the image's."""
    script = "\n".join(definition.lines(1, "test"))
    return complaints(call("sh", "-c", script, env={**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}))


def packages(variables):
    """Names in scripts/packages, as a shell reads them."""
    words = " ".join(f'"${{{name}[@]}}"' for name in variables)
    return call("bash", "-c", f". scripts/packages; printf '%s\\n' {words}", cwd=ROOT).stdout.split()


def unknown_packages(names):
    """Those that Debian's lists on this machine do not hold."""
    return [name for name in names if f"\nPackage: {name}\n" not in "\n" + call("apt-cache", "show", name).stdout]
