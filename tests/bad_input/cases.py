# SPDX-License-Identifier: Apache-2.0
"""Mistakes in studies, and what the program must say about each.

A case changes base.toml (`edit`: pairs old, new, each old exactly once) or brings a text, bytes or a kind of file of its
own. `says` are regular expressions that the messages must all match. The line of the first changed text must stand in
the message as FILE:LINE:COLUMN, unless `line` is another text of the study to look for, or None.
"""

from dataclasses import dataclass, field


@dataclass
class Case:
    name: str
    edit: list = field(default_factory=list)
    says: list = field(default_factory=list)
    text: object = None  # str or bytes: the whole file
    kind: str = "file"  # file, missing, directory, fifo, device
    words: list = field(default_factory=list)  # overrides
    run: list = field(default_factory=list)  # options of `run` instead of `validate`
    code: tuple = (78,)
    line: object = ""  # text on the expected line; "" is the first new text, None is no line
    numeric: bool = False  # found by numerical checks, not by the reader


def one(name, old, new, *says, **more):
    return Case(name, edit=[(old, new)], says=list(says), **more)


def add(name, new, *says, **more):
    """Adds tables at the end of the study."""
    return Case(name, edit=[("narrows = [0.05, 0.95]\n", "narrows = [0.05, 0.95]\n" + new + "\n")], says=list(says),
                **{"line": new, **more})


SEED = "seed = 7\n"
GROWTH = "growth = { p05 = 0.3, p95 = 0.7 }"
CONTROLS = "[events.controls]\n"
CN_VOLATILITY = "volatility = 0.2\n"

CASES = [
    # ---- files
    Case("missing file", kind="missing", code=(66,), says=["cannot be read", "Check the path"], line=None),
    Case("directory", kind="directory", says=["directory"], line=None),
    Case("pipe", kind="fifo", says=["pipe"], line=None),
    Case("device", kind="device", says=["device"], line=None),
    Case("empty file", text="", says=["empty", "gapmc init"], line=None),
    Case("only blanks", text=" \n\t\r\n", says=["empty"], line=None),
    Case("only a byte order mark", text=b"\xef\xbb\xbf", says=["empty"], line=None),
    Case("not UTF-8", text=b'[study]\ntitle = "\xff\xfe"\n', says=[":2:10: ", "not UTF-8"], line=None),
    Case("overlong UTF-8", text=b'a = "\xc0\xaf"\n', says=[":1:6: ", "not UTF-8"], line=None),
    Case("UTF-8 surrogate", text=b'a = "\xed\xa0\x80"\n', says=["not UTF-8"], line=None),
    Case("UTF-16", text="[study]\n".encode("utf-16"), says=["not UTF-8"], line=None),
    Case("NUL byte", text=b"[study]\nname = \x00\n", says=[":2:8: ", "NUL"], line=None),
    Case("over 1 MiB", text="# filler\n" * 120000, says=["larger than 1048576 bytes"], line=None),
    Case("long line", text="a = [" + "1, " * 4000 + "]\n", says=[":1:", "longer than 8192 bytes"], line=None),
    Case("key of 200000 parts", text="a" + ".a" * 200000 + " = 1\n", says=["longer than|dots"], line=None),
    Case("table of 200000 parts", text="[a" + ".a" * 200000 + "]\n", says=["longer than|dots"], line=None),
    Case("key of 100 parts", text="a" + ".a" * 100 + " = 1\n", says=[":1:", "dots"], line=None),
    Case("quoted key of 100 parts", text='"a"' + '."a"' * 100 + " = 1\n", says=[":1:", "dots"], line=None),
    Case("100 brackets", text="a = " + "[" * 100 + "]" * 100 + "\n", says=[":1:", "nested"], line=None),
    Case("a million brackets", text="a = " + "[\n" * 400000, says=["nested"], line=None),
    Case("inline tables without end", text="x = " + "{ a = " * 100 + "1" + " }" * 100 + "\n", says=["nested"], line=None),
    # ---- TOML
    one("no TOML", "base = 2024", "base 2024", "not TOML", line="base 2024"),
    one("duplicate key", SEED, SEED + "seed = 8\n", "defined twice", "seed", line="seed = 8"),
    add("duplicate table", "[actors.us]", "defined twice", "us", line=None),
    one("whole number over 63 bits", SEED, "seed = 9223372036854775808\n", "not TOML", "64 bits"),
    one("number over the range of doubles", CN_VOLATILITY, "volatility = 1e999\n", "not TOML", "1e999"),
    one("day that does not exist", "origin = 2025-06-30", "origin = 2025-06-31", "not TOML", "day"),
    one("unclosed text", 'name = "China"', 'name = "China', "not TOML"),
    one("table header with an equals sign", "[drivers.power]\n", "[ = 1\n", "not TOML"),
    Case("JSON", text='{ "study": 1 }\n', says=[":1:", "not TOML"], line=None),
    # ---- keys
    one("unknown key", SEED, SEED + "colour = 3\n", r"study\.colour = 3: unknown key", "Known here: format, name", line="colour"),
    one("misspelt key", SEED, "sead = 7\n", r"study\.sead = 7: unknown key", "Did you mean 'seed'"),
    one("misspelt table", "[plausible]", "[plausable]", "plausable: unknown key", "Did you mean 'plausible'"),
    one("misspelt quantile", GROWTH, "growth = { p5 = 0.3, p95 = 0.7 }", r"growth\.p5 = 0.3: unknown key", "Did you mean 'p05'"),
    one("key in capitals", "reversion_level = 26", "Reversion_Level = 26", "unknown key", "Did you mean 'reversion_level'"),
    one("key of another table", "[report]\n", "[report]\nseed = 1\n", r"report\.seed", r"belongs into \[study\]", line="seed = 1"),
    one("required key missing", 'unit = "GW"\n', "", r"drivers\.power\.unit: this key is required", line="[drivers.power]"),
    one("required table missing", "[study]\n", "[studies]\n", "study: this key is required", "studies: unknown key"),
    one("wrong format version", "format = 1", "format = 2", r"study\.format = 2", "must be 1"),
    # ---- types and ranges
    one("text for a number", "max = 0.2 }", 'max = "0.2" }', r"growth\.max", "this is text, but a number is needed"),
    one("number for text", 'unit = "GW"', "unit = 3", r"drivers\.power\.unit = 3", "text is needed", "quotes"),
    one("number for a table", "[index.measurement]\nsd = 0.2", "[index]\nmeasurement = 0.2", "defined twice|a table is needed", line=None),
    one("text for a flag", "share_group = true", 'share_group = "yes"', "share_group", "true or false"),
    one("text for a date", "origin = 2025-06-30", 'origin = "2025-06-30"', r"study\.origin", "a date is needed", "bare"),
    one("fraction for a year", "base = 2024", "base = 2024.5", r"study\.base = 2024\.5", "whole number"),
    one("NaN", CN_VOLATILITY, "volatility = nan\n", r"drivers\.compute\.cn\.volatility = nan", "not finite"),
    one("infinity", "level = 25", "level = inf", r"drivers\.power\.cn\.level = inf", "not finite"),
    one("NaN in a table", "min = 0.1, max = 0.2", "min = nan, max = 0.2", r"growth\.min = nan", "not finite"),
    one("infinite threshold", "thresholds = [0, 10, 5]", "thresholds = [0, inf]", r"thresholds = inf", "not finite"),
    one("0 trajectories", "trajectories = 4096", "trajectories = 0", r"study\.trajectories = 0", "out of range", "from 1 to 4611686018427387904"),
    one("more than 2^62 trajectories", "trajectories = 4096", "trajectories = 4611686018427387905", "trajectories", "out of range"),
    one("2^63 trajectories", "trajectories = 4096", "trajectories = 9223372036854775808", "64 bits"),
    one("trajectories as a float", "trajectories = 4096", "trajectories = 1e6", "trajectories = 1e6", "whole number"),
    one("negative seed", SEED, "seed = -1\n", r"study\.seed = -1", "out of range"),
    one("unknown step", 'step = "6 months"', 'step = "2 months"', r"study\.step", "none of the known words", '"3 months"'),
    one("unknown link", 'unit = "GW"\nlink = "log"', 'unit = "GW"\nlink = "logg"', r"drivers\.power\.link", "Did you mean 'log'", line='link = "logg"'),
    one("score over 99.5", "score = 40.17", "score = 99.9", r"actors\.cn\.score = 99\.9", "between 0.5 and 99.5"),
    one("score as a distribution", "score = 40.17", "score = { p05 = 39, p95 = 41 }", r"actors\.cn\.score", "fixed value"),
    one("correlation over 1", "rho = 0.4", "rho = 1.4", r"shocks\.pair\.0\.rho = 1\.4", "between -1 and 1"),
    one("nu of 2", "nu = 6", "nu = 2", r"shocks\.nu = 2", "greater than 2"),
    one("split over 1", 'to = "cn"\nlevel = 1.6', 'to = "cn"\nsplit = 1.5\nlevel = 1.6', r"ratio\.split = 1\.5", "between 0 and 1", line="split"),
    one("quantile level 1", "quantiles = [0.05, 0.5, 0.95]", "quantiles = [0.05, 1.0]", r"report\.quantiles = 1\.0", "excluded"),
    # ---- names
    one("name with a slash", 'name = "base-case"', 'name = "../etc"', r"study\.name", "file name", "lower-case"),
    add("formula as a name", "[events.\"=cmd|' /C calc'!A0\"]\nrate = 0.1", "events", "cannot name an event", "lower-case"),
    add("HTML as a name", '[events."<script>"]\nrate = 0.1', "cannot name an event"),
    add("name over 32 letters", "[events." + "a" * 33 + "]\nrate = 0.1", "cannot name an event", "at most 32"),
    one("control character in text", 'title = "Base case"', 'title = "Base\\u001b[31m"', r"study\.title", r"control character \\x1B"),
    one("line break in a title", 'title = "Base case"', 'title = "a\\nb"', r"study\.title", r"control character \\x0A"),
    # ---- actors
    one("actor named twice", 'actors = ["us", "cn"]', 'actors = ["us", "cn", "us"]', r"study\.actors", "us is named twice"),
    one("one actor", 'actors = ["us", "cn"]', 'actors = ["us"]', "1 entries", "2 to 8"),
    one("actor without a table", 'actors = ["us", "cn"]', 'actors = ["us", "cn", "eu"]', r"actors\.eu: this table is required", r"drivers\.power\.eu"),
    one("unknown actor table", "[actors.cn]", "[actors.ch]", r"actors\.ch", "no such actor", "Did you mean 'cn'"),
    one("driver without an actor", "[drivers.power.cn]", "[drivers.power.ch]", r"drivers\.power\.cn: every actor needs a table", "Did you mean 'cn'", line="[drivers.power.ch]"),
    one("history after base", '"2022" = 68.5', '"2025" = 68.5', r"history\.2025", "before base", line="[actors.us]"),
    one("history under no year", '"2022" = 68.5', '"22" = 68.5', r"history\.22", "not a year"),
    # ---- dates
    one("end before base", "end = 2034", "end = 2020", r"study\.end = 2020", "ends before it starts"),
    one("end at base", "end = 2034", "end = 2024", r"study\.end = 2024", "ends before it starts"),
    one("horizon of 100 years", "end = 2034", "end = 2124", r"study\.end", "longer than 64 years"),
    one("origin before base", "origin = 2025-06-30", "origin = 2020-06-30", r"study\.origin = 2020-06-30", "before the base year"),
    one("origin after the end", "origin = 2025-06-30", "origin = 2040-06-30", r"study\.origin", "after its own end"),
    one("window backwards", "until = 2033-12-31", "until = 2025-01-01", r"events\.response\.until = 2025-01-01", "ends before it begins", line="[events.response]"),
    one("report year outside", "years = [2030, 2026, 2034]", "years = [2030, 2050]", r"report\.years", "2050 is no index year", "2025 ... 2034"),
    one("report year twice", "years = [2030, 2026, 2034]", "years = [2030, 2030]", r"report\.years", "twice"),
    one("quantile twice", "quantiles = [0.05, 0.5, 0.95]", "quantiles = [0.5, 0.5]", r"report\.quantiles", "twice"),
    # ---- quantities
    one("p05 over p95", GROWTH, "growth = { p05 = 0.7, p95 = 0.3 }", r"drivers\.compute\.us\.growth = ", "p05 must be less than p95", "Swap"),
    one("p05 equal to p95", GROWTH, "growth = { p05 = 0.3, p95 = 0.3 }", "p05 must be less than p95"),
    one("p50 outside", "p05 = 2.5e6, p50 = 3.0e6", "p05 = 2.5e6, p50 = 4.0e6", r"compute\.us\.level", "must increase"),
    one("p95 missing", GROWTH, "growth = { p05 = 0.3 }", r"growth\.p95", "missing from expert quantiles"),
    one("value and quantiles", GROWTH, "growth = { value = 0.3, p95 = 0.7 }", r"growth\.p95 = 0\.7", "does not belong to a fixed value"),
    one("empty table", GROWTH, "growth = {}", r"compute\.us\.growth", "no value and no distribution"),
    one("dist missing", GROWTH, "growth = { mean = 0.3, sd = 0.1 }", r"compute\.us\.growth", 'Add dist = "normal"'),
    one("unknown dist", GROWTH, 'growth = { dist = "norm", mean = 0.3, sd = 0.1 }', r"growth\.dist", "Did you mean 'normal'"),
    one("wrong parameter", GROWTH, 'growth = { dist = "normal", mean = 0.3, sigma = 0.1 }', r"growth\.sigma", 'belong to dist = "normal"', "mean, sd"),
    one("negative sd", GROWTH, 'growth = { dist = "normal", mean = 0.3, sd = -0.1 }', "sd must be positive"),
    one("negative volatility", CN_VOLATILITY, "volatility = -0.2\n", r"compute\.cn\.volatility = -0\.2", "must be positive"),
    one("volatility from 0", "volatility = { p05 = 0.1, p95 = 0.3 }", "volatility = { p05 = 0, p95 = 0.3 }", "must be positive"),
    one("zero rate", "rate = 0.05", "rate = 0", r"events\.truce\.rate = 0", "must be positive"),
    one("normal rate below 0", "rate = 0.05", 'rate = { dist = "normal", mean = 0.1, sd = 0.05 }', r"events\.truce\.rate", "reaches below 0", "truncate"),
    one("uniform rate below 0", "rate = 0.05", 'rate = { dist = "uniform", min = -0.1, max = 0.2 }', "reaches below 0", "Raise min"),
    one("uniform backwards", "min = 0.1, max = 0.2", "min = 0.3, max = 0.2", "min must be less than max"),
    one("mode outside", "mode = 0.5", "mode = 1.5", r"index\.order", "mode lies outside"),
    one("triangular with equal ends", "min = -1, mode = 0.5, max = 1", "min = 1, mode = 1, max = 1", "min must be less than max"),
    one("order out of range", "min = -1, mode = 0.5, max = 1", "min = -3, mode = 0.5, max = 1", r"index\.order", "between -2 and 2"),
    one("beta of shape 0", "alpha = 5", "alpha = 0", r"base\.cn", "shape must be positive"),
    one("gamma of negative shape", GROWTH, 'growth = { dist = "gamma", shape = -1, scale = 0.1 }', "shape must be positive"),
    one("student_t without a variance", GROWTH, 'growth = { dist = "student_t", location = 0.3, scale = 0.1, nu = 2 }', "nu must be greater than 2"),
    one("empirical of one value", GROWTH, 'growth = { dist = "empirical", values = [0.3] }', "at least two values"),
    one("choice weights", GROWTH, 'growth = { dist = "choice", values = [0.1, 0.3], weights = [0.5, 0.4] }', "weights sum to 0.9"),
    one("negative choice weight", GROWTH, 'growth = { dist = "choice", values = [0.1, 0.3], weights = [1.5, -0.5] }', "weight is not positive"),
    one("choice of other lengths", GROWTH, 'growth = { dist = "choice", values = [0.1, 0.3], weights = [1.0] }', "2 values and 1 weights"),
    one("truncation backwards", GROWTH, 'growth = { dist = "normal", mean = 0.3, sd = 0.1, truncate = [1, 0] }', "truncate must go"),
    one("truncation beside the support", GROWTH, 'growth = { dist = "uniform", min = 0, max = 1, truncate = [2, 3] }', "leaves nothing"),
    one("truncated value", GROWTH, "growth = { value = 0.3, truncate = [0, 1] }", "cannot be truncated"),
    one("percentage as a fraction", 'p05 = 70, p95 = 95, unit = "percent"', "p05 = 70, p95 = 95", r"capacity\.utilisation", 'unit = "percent"'),
    one("share over 1", "level = 0.3\n", "level = 30\n", r"drivers\.talent\.cn\.level = 30", "between 0 and 1", "fraction"),
    one("probability over 1", "probability = { p05 = 0.05, p95 = 0.3 }", "probability = { p05 = 5, p95 = 30 }", r"revisions\.probability", "percent"),
    one("dimension score as a fraction", "base.us = { p05 = 65, p95 = 80 }", "base.us = { p05 = 0.4, p95 = 0.5 }", r"base\.us", "between 0.5 and 99.5 points"),
    one("unit of another dimension", 'unit = "percent/yr"', 'unit = "yr"', r"growth\.unit", "not a unit of a rate", "1/yr, percent/yr, 1/month"),
    one("misspelt unit", 'unit = "percent/yr"', 'unit = "percent/y"', "Did you mean 'percent/yr'"),
    one("unit of another driver", 'unit = "H100e", source', 'unit = "A100e", source', r"level\.unit", "not the driver's unit", "H100e"),
    one("too large", "growth = 0.15", "growth = 1e30", r"power\.cn\.growth = 1e30", "too large"),
    # ---- drivers
    one("start of growth without half-life", 'growth_half_life = { p05 = 18, p95 = 48, unit = "month" }\n', "", "growth_start needs growth_half_life", line="growth_start"),
    one("shares on a log link", 'unit = "1"\nlink = "logit"', 'unit = "1"\nlink = "log"', 'shares need link = "logit"', line="[drivers.talent]"),
    one("shares over 1", "level = 0.3\n", "level = 0.7\n", r"drivers\.talent", "leave no rest", line="[drivers.talent]"),
    one("ratio on an identity link", 'unit = "1"\nlink = "log"', 'unit = "1"\nlink = "identity"', 'a ratio needs link = "log"', line=None),
    one("ratio of an actor to itself", 'to = "cn"\nlevel', 'to = "us"\nlevel', r"ratio\.to", "with itself", line="[drivers.quality.ratio]"),
    add("ratio with tables of actors", "[drivers.quality.us]\nlevel = 1", "a ratio has no tables of actors"),
    one("capacity by an unknown pair", 'by = "power.us"', 'by = "powr.us"', r"capacity\.by", "no such pair", "Did you mean 'power.us'"),
    one("capacity on a logit link", 'by = "power.us"', 'by = "talent.us"', "a capacity needs log links, and talent has none"),
    one("capacity of itself", 'by = "power.us"', 'by = "compute.us"', "cycle: compute.us -> compute.us"),
    Case("capacities in a cycle", edit=[("level = 20\n", 'level = 20\ncapacity = { by = "compute.us", utilisation = 0.5 }\n')],
         says=["in a cycle: (compute.us -> power.us -> compute.us|power.us -> compute.us -> power.us)"], line=None),
    one("capacity without utilisation", ', utilisation = { p05 = 70, p95 = 95, unit = "percent" }', "", r"capacity\.utilisation: this key is required"),
    one("misspelt driver in a coupling", "compute.us.power.us = {", "compute.us.powre.us = {", r"couplings\.compute\.us\.powre", "no such driver", "Did you mean 'power'"),
    one("lag between steps", "lag = 1.5 }", "lag = 1.3 }", r"couplings\.compute\.us\.power\.us\.lag = 1\.3", "not a multiple of the step"),
    one("lag of 0", "lag = 1.5 }", "lag = 0 }", r"\.lag = 0", "greater than 0|0 excluded"),
    # ---- shocks and dependence
    one("correlation with itself", 'between = ["compute.us", "compute.cn"]', 'between = ["compute.us", "compute.us"]', "with itself", line="[[shocks.pair]]"),
    one("correlation twice", 'between = ["compute.us", "quality.us"]', 'between = ["compute.cn", "compute.us"]', "given twice", line=None),
    one("correlation of an unknown pair", 'between = ["compute.us", "quality.us"]', 'between = ["compute.us", "quality.uk"]', "no such pair", "Did you mean 'quality.us'"),
    one("correlation of three", 'between = ["compute.us", "quality.us"]', 'between = ["compute.us", "quality.us", "power.us"]', "3 entries", "exactly 2"),
    one("shock of a ratio's other side", 'between = ["compute.us", "quality.us"]', 'between = ["compute.us", "quality.cn"]', "no shock of its own", 'Write "quality.us"', line=None),
    one("pair in two tail groups", 'members = ["power.us", "power.cn"]', 'members = ["power.us", "power.us"]', "tail groups twice", line="[shocks.tail_groups.money]"),
    one("rank correlation of no quantity", '["drivers.compute.us.growth",', '["drivers.compute.us.groth",', "no quantity of this key path", "Did you mean 'drivers.compute.us.growth'", line="[[dependence.pair]]"),
    Case("rank correlation of a choice", edit=[(GROWTH, 'growth = { dist = "choice", values = [0.1, 0.3], weights = [0.5, 0.5] }')], says=["choice is discrete"], line="[[dependence.pair]]"),
    # ---- events
    one("unknown event in a multiplier", "multipliers.response = 1.5", "multipliers.respons = 1.5", r"multipliers\.respons", "no such event", "Did you mean 'response'"),
    one("event that multiplies itself", "multipliers.response = 1.5", "multipliers.controls = 1.5", "multiply its own hazard"),
    one("multiplier of 0", "multipliers.response = 1.5", "multipliers.response = 0", r"multipliers\.response = 0", "must be positive"),
    one("unknown event in ends", 'ends = ["controls", "response"]', 'ends = ["controls", "answer"]', r"events\.truce\.ends", "no such event"),
    one("event that ends itself", 'ends = ["controls", "response"]', 'ends = ["truce"]', "cannot end itself", line="[events.truce]"),
    one("event ended twice", 'ends = ["controls", "response"]', 'ends = ["controls", "controls"]', "named twice", line="[events.truce]"),
    one("effect on an unknown actor", "growth.compute.cn = {", "growth.compute.ch = {", r"events\.controls\.growth\.compute\.ch", "no such actor", "Did you mean 'cn'"),
    one("effect on a quoted pair", "volatility.compute.cn = 1.2", 'volatility."compute.cn" = 1.2', "no such driver", "without quotes"),
    one("recovery without a level", "level.compute.cn = -0.1\n", "", "no level effect that could recover", line="recovery.compute.cn"),
    one("misspelt kind", 'kind = "containment"', 'kind = "contaiment"', "Did you mean 'containment'"),
    one("unknown actor by", 'by = "us"\non', 'by = "usa"\non', r"events\.controls\.by", "no such actor", "Did you mean 'us'"),
    one("feedback of an unknown contrast", 'contrast = "gap", lag', 'contrast = "gaps", lag', r"feedback\.contrast", "Did you mean 'gap'"),
    one("feedback of a ratio", 'contrast = "gap", lag', 'contrast = "relative", lag', "needs a linear contrast"),
    one("negative max_rate", CONTROLS, CONTROLS + "max_rate = -1\n", r"events\.controls\.max_rate = -1", "out of range", line="max_rate"),
    one("negative duration", "duration = 5", "duration = -5", r"events\.truce\.duration", "must be positive"),
    # ---- index and contrasts
    one("dimension weights", "weight = 0.6", "weight = 0.5", "weights of the dimensions sum to 0.9"),
    one("negative weight", "weight = 0.6", "weight = -0.6", r"capability\.weight = -0\.6", "greater than 0"),
    one("loadings", "talent = 0.25 }", "talent = 0.2 }", r"capability\.loadings", "loadings sum to 0.95"),
    one("negative loading", "talent = 0.25 }", "talent = -0.25 }", r"loadings\.talent = -0\.25", "greater than 0"),
    one("loading of an unknown driver", "talent = 0.25 }", "talents = 0.25 }", r"loadings\.talents", "no such driver", "Did you mean 'talent'"),
    one("no loadings", "loadings = { power = 1.0 }", "loadings = {}", "at least one driver"),
    one("loading with a broken lag", "lag = 0.5 }, talent", "lag = 0.3 }, talent", r"loadings\.quality\.lag", "not a multiple of the step"),
    one("outside without a path", 'outside = { "2029" = 0.1, "2034" = 0.3 }\n', "", 'reference = "outside" needs this path', line="[index.dimensions.policy]"),
    one("path without outside", 'reference = "outside"\n', "", 'used by reference = "outside" only', line="[index.dimensions.policy]"),
    one("path that stops early", '"2034" = 0.3', '"2033" = 0.3', "stops in 2033", line="[index.dimensions.policy]"),
    one("path at base", '"2029" = 0.1', '"2024" = 0.1', "0 at base", line="[index.dimensions.policy]"),
    one("contrast of base scores with itself", 'second = "cn"', 'second = "us"', "with itself"),
    Case("base score and base contrast", edit=[('loadings = { power = 1.0 }', 'loadings = { power = 1.0 }\nbase.us = 60')], says=["gives this actor's score already"], line="base_contrast = {"),
    one("ratio contrast without to", 'of = "us"\nto = "cn"\n\n[report]', 'of = "us"\n\n[report]', r"contrasts\.relative\.to", "needs this key", line="[contrasts.relative]"),
    one("contrast with itself", 'of = "us"\nto = "cn"\n\n[report]', 'of = "us"\nto = "us"\n\n[report]', r"contrasts\.relative\.to", "with itself", line=None),
    one("ratio with coefficients", 'kind = "ratio"', 'kind = "ratio"\ncoefficients = { us = 1 }', "does not belong to a ratio contrast", line="coefficients = { us = 1 }"),
    one("linear contrast of zeros", "coefficients = { us = 1, cn = -1 }", "coefficients = { us = 0 }", r"contrasts\.gap\.coefficients", "not 0", line="[contrasts.gap]"),
    one("contrast of an unknown actor", "coefficients = { us = 1, cn = -1 }", "coefficients = { us = 1, ch = -1 }", r"coefficients\.ch", "Did you mean 'cn'"),
    add("contrast with a reserved name", "[contrasts.gap_edition]\ncoefficients = { us = 1 }", "taken by outcomes"),
    one("threshold of a ratio below 0", 'kind = "ratio"', 'kind = "ratio"\nthresholds = [-1]', "always positive", line="thresholds = [-1]"),
    one("plausible range backwards", "yearly_sd = [0.5, 6]", "yearly_sd = [6, 0.5]", r"plausible\.yearly_sd", "larger to a smaller"),
    one("revisions between one actor", "difference_sd = 1.5", 'difference_sd = 1.5\nbetween = ["us", "us"]', "actor with itself", line="[index.revisions]"),
    # ---- several at once
    Case("all problems at once",
         edit=[(SEED, "sead = 7\n"), (CN_VOLATILITY, "volatility = -0.2\n"), ("weight = 0.6", "weight = 0.5"), ("rho = 0.4", "rho = 4")],
         says=["Did you mean 'seed'", "volatility = -0.2", "sum to 0.9", "rho = 4"]),
    # ---- overrides
    Case("unknown override", words=["study.sead=1"], code=(64, 78), says=["command line: study.sead = 1", "unknown key", "Did you mean 'seed'"], line=None),
    Case("override of an unknown event", words=["events.control.rate=1"], code=(64, 78), says=["events.control.rate", "Did you mean 'controls'", r"\+events"], line=None),
    Case("override out of range", words=["study.trajectories=0"], says=["command line: study.trajectories = 0", "out of range"], line=None),
    Case("override that is no TOML", words=["report.years=[2030"], code=(64, 78), says=["report.years", "not TOML"], line=None),
    Case("override that adds what is there", words=["+events.truce.rate=1"], code=(64, 78), says=["there already"], line=None),
    Case("override inside a number", words=["drivers.power.cn.level.p05=1"], code=(64, 78), says=["as a whole"], line=None),
    Case("override without a value", words=["study.seed"], code=(64,), says=["study.seed", "="], line=None),
    Case("override of a list member that is not there", words=["shocks.pair.7.rho=0.1"], code=(64, 78), says=["shocks.pair", "list of 2"], line=None),
    # ---- numeric: found when tables and matrices are built
    one("infeasible metalog", GROWTH, "growth = { p05 = 0.3, p50 = 0.31, p95 = 0.7 }", r"drivers\.compute\.us\.growth", "(?i)metalog|feasible|skew", numeric=True, line=None),
    one("correlation not positive semi-definite", 'rho = 0.2\n', 'rho = 0.9\n\n[[shocks.pair]]\nbetween = ["compute.cn", "quality.us"]\nrho = -0.9\n', "shocks", "(?i)semi-?definite|eigenvalue", numeric=True, line=None),
    one("rank correlations that contradict", "spearman = 0.5", 'spearman = 0.95\n\n[[dependence.pair]]\nbetween = ["drivers.compute.us.growth", "drivers.power.us.growth"]\nspearman = 0.95\n\n[[dependence.pair]]\nbetween = ["drivers.compute.cn.growth", "drivers.power.us.growth"]\nspearman = -0.95', "dependence", "(?i)semi-?definite|eigenvalue", numeric=True, line=None),
    one("couplings that run away", "compute.cn.talent.cn = 0.1", "compute.cn.talent.cn = 1.5\ntalent.cn.compute.cn = 1.5", "couplings", "(?i)spectral radius|run away", numeric=True, line=None),
    one("events that run away", "multipliers.response = 1.5", "multipliers.response = 60", "events", "(?i)run away|run-away|max_rate|hazard", numeric=True, line=None),
    one("truncated tail without mass", GROWTH, 'growth = { dist = "normal", mean = 0, sd = 0.01, truncate = [5, 6] }', r"drivers\.compute\.us\.growth", "(?i)truncat", numeric=True, line=None),
    # ---- options of run
    Case("no trajectories on the command line", run=["-n", "0"], code=(64, 78), says=["(?i)trajector|-n"], line=None),
    Case("1e30 trajectories on the command line", run=["-n", "1e30"], code=(64, 78), says=["(?i)trajector|-n"], line=None),
    Case("negative trajectories on the command line", run=["-n", "-5"], code=(64, 78), says=[r"(?i)trajector|-n|-5"], line=None),
    Case("trajectories that are no number", run=["-n", "many"], code=(64,), says=["many|-n"], line=None),
    Case("unknown option", run=["--trajectorys", "5"], code=(64,), says=["trajectorys"], line=None),
    Case("unknown device", run=["--device", "abacus"], code=(64, 69), says=["abacus"], line=None),
    Case("shard over its number", run=["--shard", "5/4"], code=(64,), says=["5/4|shard"], line=None),
    Case("unknown override of run", run=["study.sead=1"], code=(64, 78), says=["Did you mean 'seed'"], line=None),
]

# What looks odd and must be read: name, text made from base.toml's bytes.
GOOD = [
    ("as it is", lambda base: base),
    ("CR LF", lambda base: base.replace(b"\n", b"\r\n")),
    ("mixed line ends", lambda base: base.replace(b"\n", b"\r\n", 20)),
    ("byte order mark", lambda base: b"\xef\xbb\xbf" + base),
    ("no final line end", lambda base: base.rstrip(b"\n")),
    ("non-ASCII text", lambda base: base.replace(b'"China"', '"中国 🇨🇳"'.encode())),
    ("dots in comments and texts", lambda base: base.replace(b'"China"', b'"' + b"." * 100 + b'"  # ' + b"." * 100)),
    ("minus zero", lambda base: base.replace(b"growth = 0.01", b"growth = -0.0")),
    ("exact correlation", lambda base: base.replace(b"rho = 0.4", b"rho = 0.0")),
    ("rank correlation of a fixed input", lambda base: base.replace(b"growth = { p05 = 0.3, p95 = 0.7 }", b"growth = 0.4")),
    ("no volatility", lambda base: base.replace(b"volatility = 0.05", b"volatility = 0")),
]
