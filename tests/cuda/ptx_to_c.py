#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Translate the kernels of a PTX file to C, one function each, so that a processor can run what a device would.

    ptx_to_c.py IN.ptx OUT.c      prints each kernel's name and the issue slots of its text

A kernel NAME becomes `void NAME(struct ptx_context const*, unsigned char const* param)`: one thread of one block. At a
barrier, of a block or a warp, it calls `wait`. Only the instructions that this project's kernels use are known; any other
is an error, so that nothing is translated by guess. Semantics: the PTX ISA manual; floating-point operations must say
`.rn` and become single C operations (build with -ffp-contract=off), fma becomes fmaf. Registers hold bits: the compiler's
front end for compute_100 and later keeps numbers in registers of type .b32. What it does not check is the last step, from PTX
to a device's machine code.

Each function also adds to `ptx_issue_slots` what its instructions would take of a device's issue slots, by slots_of(): an
estimate, compared with the length of the machine code by run_ptx.py; and to `ptx_local_words` the words of local memory
that they move. A warp takes what any of its threads takes: a stretch of instructions counts as often as the thread that came by
most often, times the 32 threads that a warp holds up meanwhile.
"""

import re
import sys

HEAD = """#include <math.h>
#include <stdint.h>
#include <string.h>

struct ptx_context {
    uint32_t thread, threads, block_x, block_y, blocks_x, blocks_y;
    unsigned char* shared;    /* what a launch asked for, then the static arrays */
    unsigned char* constant;  /* the arena */
    void (*wait)(void);       /* until every thread of the block has called it */
    uint32_t* visited;        /* of the thread's warp: how often a thread came by each stretch; its first entry says whose they are */
};

enum { PTX_MOST_STRETCHES = 1 << 14 };
/* Another warp's counts are forgotten. */
static inline void begin_warp(struct ptx_context const* c, uint32_t stretches) {
    uint32_t const own = 1 + c->block_x + c->blocks_x * c->block_y;
    if (*c->visited != own) memset(c->visited, 0, (1 + stretches) * sizeof *c->visited);
    *c->visited = own;
}
/* Whether no thread of the warp came by so often before. */
static inline int is_first(struct ptx_context const* c, uint32_t stretch, uint32_t times) {
    if (times <= c->visited[1 + stretch]) return 0;
    c->visited[1 + stretch] = times;
    return 1;
}

__attribute__((weak)) uint64_t ptx_issue_slots, ptx_local_words;

static inline float bits_f(uint32_t b) { float f; memcpy(&f, &b, 4); return f; }
static inline uint32_t f_bits(float f) { uint32_t b; memcpy(&b, &f, 4); return b; }
/* The operand that is a number where the other is none; +0 above -0. */
static inline float max_f(float a, float b) { return a != a ? b : b != b ? a : a > b ? a : b > a ? b : signbit(a) ? b : a; }
static inline float min_f(float a, float b) { return a != a ? b : b != b ? a : a < b ? a : b < a ? b : signbit(a) ? a : b; }
static inline uint32_t shl32(uint32_t a, uint32_t n) { return n > 31 ? 0 : a << n; }
static inline uint64_t shl64(uint64_t a, uint32_t n) { return n > 63 ? 0 : a << n; }
static inline uint16_t shl16(uint16_t a, uint32_t n) { return n > 15 ? 0 : (uint16_t)(a << n); }
static inline uint16_t shr_u16(uint16_t a, uint32_t n) { return n > 15 ? 0 : a >> n; }
static inline uint32_t shr_u32(uint32_t a, uint32_t n) { return n > 31 ? 0 : a >> n; }
static inline uint64_t shr_u64(uint64_t a, uint32_t n) { return n > 63 ? 0 : a >> n; }
static inline uint32_t shr_s32(uint32_t a, uint32_t n) { return (uint32_t)((int32_t)a >> (n > 31 ? 31 : n)); }
static inline uint64_t shr_s64(uint64_t a, uint32_t n) { return (uint64_t)((int64_t)a >> (n > 63 ? 63 : n)); }
"""

C_TYPES = {"u8": "uint8_t", "u16": "uint16_t", "u32": "uint32_t", "u64": "uint64_t", "s16": "int16_t", "s32": "int32_t", "s64": "int64_t",
           "b16": "uint16_t", "b32": "uint32_t", "b64": "uint64_t", "f32": "float"}
REGISTERS = {"pred": "uint8_t", "b16": "uint16_t", "b32": "uint32_t", "b64": "uint64_t", "f32": "uint32_t"}
SINKS = {"_", "tmp"}  # where half of a pair goes that nobody wants
SPECIAL = {"%tid.x": "c->thread", "%ntid.x": "c->threads", "%ctaid.x": "c->block_x", "%ctaid.y": "c->block_y", "%nctaid.x": "c->blocks_x",
           "%nctaid.y": "c->blocks_y"}
COMPARE = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
# Of numbers, by their values.
ARITHMETIC = {"add.rn.f32": "{} + {}", "sub.rn.f32": "{} - {}", "mul.rn.f32": "{} * {}", "div.rn.f32": "{} / {}", "fma.rn.f32": "fmaf({}, {}, {})",
              "sqrt.rn.f32": "sqrtf({})", "rcp.rn.f32": "1.0f / {}", "max.f32": "max_f({}, {})", "min.f32": "min_f({}, {})",
              "cvt.rni.f32.f32": "nearbyintf({})"}
UNORDERED = {"equ": "eq", "neu": "ne", "ltu": "lt", "leu": "le", "gtu": "gt", "geu": "ge"}


def slots_of(opcode, operands):
    """Machine instructions that ptxas makes of a PTX instruction on sm_90, as its listings show for the usual path: moves and
    changes of address space go into operands, 64-bit integers take two words, divisions and roots are short programs."""
    parts = opcode.split(".")
    name, wide = parts[0], parts[-1] in ("u64", "s64", "b64")
    if name in ("mov", "cvta") or opcode in ("cvt.u32.u64", "cvt.u64.u32", "cvt.s32.s64") or (name == "shr" and wide and operands[2] == "32"):
        return 0  # halves of a pair of registers among them
    if name in ("div", "rcp", "sqrt") and parts[-1] == "f32":
        return {"div": 9, "rcp": 7, "sqrt": 8}[name]
    if name in ("div", "rem"):
        return 40 if wide else 18
    if name in ("mul", "mad") and wide:
        return 4
    if name in ("add", "sub", "shl", "shr", "and", "or", "xor", "not", "setp", "selp", "min", "max", "neg", "abs", "bfi") and wide:
        return 2
    return 1


class Kernel:
    def __init__(self, name, statics, arrays):
        self.name, self.statics, self.arrays = name, statics, arrays
        self.lines = []
        self.slots = 0  # of the whole text
        self.pending = 0  # of the instructions since the last jump or label
        self.local_words = 0  # that these load from and store to local memory
        self.stretches = 0  # of instructions between jumps and labels
        self.shared = {}  # symbol -> offset, or None: the dynamic part
        self.locals = {}
        self.parameters = {}  # symbol -> offset

    def fail(self, text):
        raise ValueError(f"{self.name}: cannot translate '{text}'")

    def value(self, token):
        """C expression of an operand's bits (an integer, a number's, a flag or an address)."""
        token = token.strip()
        if token in SPECIAL:
            return SPECIAL[token]
        if token.startswith("%"):
            return token[1:].replace(".", "_")
        if re.fullmatch(r"0f[0-9A-Fa-f]{8}", token):
            return f"0x{token[2:]}u"
        if re.fullmatch(r"-?\d+", token) or re.fullmatch(r"0x[0-9A-Fa-f]+U?", token):
            return f"({token})" if not token.startswith("-9223372036854775808") else "INT64_MIN"
        if token in self.shared:
            return f"{self.shared[token]}"
        if token in self.locals:
            return f"(uint64_t)(uintptr_t){self.locals[token]}"
        if token in self.statics:
            return "(uint64_t)(uintptr_t)c->constant"
        if token in self.arrays:
            return f"(uint64_t)(uintptr_t){token}"
        if token in self.parameters:
            return f"((uint64_t)(uintptr_t)param + {self.parameters[token]})"
        self.fail(token)

    def typed(self, token, kind):
        """An operand read as a PTX type."""
        text = self.value(token)
        return f"bits_f({text})" if kind == "f32" else f"({C_TYPES[kind]}){text}"

    def address(self, text, space):
        match = re.fullmatch(r"\[([^\]+]+?)(?:\+(-?\d+))?\]", text.strip())
        if not match:
            self.fail(text)
        base, offset = match[1].strip(), int(match[2] or 0)
        if space == "shared":
            return f"(c->shared + (uint32_t)({self.value(base)} + {offset}))"
        return f"((unsigned char*)(uintptr_t)({self.value(base)} + (int64_t){offset}))"

    def set(self, target, expression):
        self.lines.append(f"{self.value(target)} = {expression};")

    def settle(self):
        """Count what was issued since the last jump or label: all of it is issued, guarded or not."""
        if self.pending:
            self.lines.append(f"if (is_first(c, {self.stretches}, ++visits[{self.stretches}])) "
                              f"{{ ptx_issue_slots += 32 * {self.pending}; ptx_local_words += 32 * {self.local_words}; }}")
            self.stretches += 1
        self.pending = self.local_words = 0

    def instruction(self, text):
        guard = re.match(r"@(!?)(%p\d+)\s+", text)
        before = len(self.lines)
        body = text[guard.end():] if guard else text
        opcode, _, rest = body.partition(" ")
        opcode, rest = opcode.strip(), rest.strip()
        operands = [part.strip() for part in re.findall(r"\{[^}]*\}|\[[^\]]*\]|[^,\s][^,]*", rest)]
        self.slots += slots_of(opcode, operands)
        self.pending += slots_of(opcode, operands)
        if opcode.startswith(("ld.local", "st.local")):
            self.local_words += int(re.search(r"\d+$", opcode)[0]) // 32 * (int(v[1]) if (v := re.search(r"\.v(\d)", opcode)) else 1)
        if opcode.split(".")[0] in ("bra", "ret"):
            self.settle()
            before = len(self.lines)
        self.translate(opcode, operands, text)
        if guard:
            statements = " ".join(self.lines[before:])
            self.lines[before:] = [f"if ({guard[1]}{guard[2][1:]}) {{ {statements} }}"]

    def translate(self, opcode, o, text):
        opcode = opcode.replace(".relaxed.gpu", "")  # how atomics are meant where nothing is said
        parts = opcode.split(".")
        name, kind = parts[0], parts[-1]
        value, typed = self.value, self.typed
        if opcode in ARITHMETIC:
            self.set(o[0], f"f_bits({ARITHMETIC[opcode].format(*(typed(x, 'f32') for x in o[1:]))})")
        elif name == "ld":
            space = parts[1]
            targets = o[0].strip("{}").split(",") if o[0].startswith("{") else [o[0]]
            size, bits = int(kind[1:]) // 8, kind.replace("f", "b")
            for i, target in enumerate(targets):
                match = re.fullmatch(r"\[([^\]+]+?)(?:\+(-?\d+))?\]", o[1])
                place = f"[{match[1]}+{int(match[2] or 0) + i * size}]"
                self.lines.append(f"{{ {C_TYPES[bits]} x; memcpy(&x, {self.address(place, space)}, {size}); {value(target)} = x; }}")
        elif name == "st":
            sources = o[1].strip("{}").split(",") if o[1].startswith("{") else [o[1]]
            size, bits = int(kind[1:]) // 8, kind.replace("f", "b")
            for i, source in enumerate(sources):
                match = re.fullmatch(r"\[([^\]+]+?)(?:\+(-?\d+))?\]", o[0])
                place = f"[{match[1]}+{int(match[2] or 0) + i * size}]"
                self.lines.append(f"{{ {C_TYPES[bits]} x = {typed(source, bits)}; memcpy({self.address(place, parts[1])}, &x, {size}); }}")
        elif name == "atom":
            target, place, operand = o
            c_type = C_TYPES[kind]
            new = {"add": "x + y", "min": "y < x ? y : x", "max": "x < y ? y : x"}[next(part for part in parts if part in ("add", "min", "max"))]
            self.lines.append(f"{{ {c_type} x, y = {typed(operand, kind)}, z; memcpy(&x, {self.address(place, parts[1])}, sizeof x); z = {new}; "
                              f"memcpy({self.address(place, parts[1])}, &z, sizeof z); {value(target)} = x; }}")
        elif name == "mov":
            if o[0].startswith("{"):
                for target, shift in zip(o[0].strip("{}").split(","), (0, 32)):
                    if target.strip() not in SINKS:
                        self.set(target, f"(uint32_t)({value(o[1])} >> {shift})")
            elif o[1].startswith("{"):
                low, high = (value(t) for t in o[1].strip("{}").split(","))
                self.set(o[0], f"(uint64_t){low} | (uint64_t){high} << 32")
            else:
                self.set(o[0], value(o[1]))
        elif name == "cvta":
            self.set(o[0], value(o[1]))
        elif name == "cvt":
            to, source = parts[-2], parts[-1]
            if opcode == "cvt.rn.f32.s32" or opcode == "cvt.rn.f32.u32":
                self.set(o[0], f"f_bits((float){typed(o[1], source)})")
            elif opcode == "cvt.rzi.s32.f32":
                self.set(o[0], f"(uint32_t)(int32_t){typed(o[1], source)}")
            elif opcode == "cvt.rni.s32.f32":
                self.set(o[0], f"(uint32_t)(int32_t)nearbyintf({typed(o[1], source)})")
            elif len(parts) == 3 and to[0] in "us" and source[0] in "us":
                self.set(o[0], f"({C_TYPES[to]}){typed(o[1], source)}")
            else:
                self.fail(text)
        elif name == "setp":
            compare = parts[1]
            a, b = typed(o[1], kind), typed(o[2], kind)
            if kind == "f32" and compare in UNORDERED:
                self.set(o[0], f"!({a} == {a}) || !({b} == {b}) || {a} {COMPARE[UNORDERED[compare]]} {b}")
            elif kind == "f32" and compare == "ne":  # ordered: false for what is not a number
                self.set(o[0], f"{a} < {b} || {a} > {b}")
            elif kind == "f32" and compare in ("nan", "num"):
                self.set(o[0], f"{'' if compare == 'nan' else '!'}({a} != {a} || {b} != {b})")
            else:
                self.set(o[0], f"{a} {COMPARE[compare]} {b}")
        elif name == "selp":
            self.set(o[0], f"{value(o[3])} ? {value(o[1])} : {value(o[2])}")
        elif name in ("and", "or", "xor"):
            sign = {"and": "&", "or": "|", "xor": "^"}[name]
            self.set(o[0], f"{value(o[1])} {sign} {value(o[2])}")
        elif name == "not":
            self.set(o[0], f"!{value(o[1])}" if kind == "pred" else f"~{value(o[1])}")
        elif name in ("shl", "shr"):
            function = f"shl{kind[1:]}" if name == "shl" else f"shr_{kind.replace('b', 'u')}"
            self.set(o[0], f"{function}({value(o[1])}, {value(o[2])})")
        elif name == "bfi":
            a, b, start, length = (value(t) for t in o[1:5])
            width = kind[1:]
            self.set(o[0], f"({value(o[2])} & ~((((uint{width}_t)1 << {length}) - 1) << {start})) | (((uint{width}_t){a} & (((uint{width}_t)1 << {length}) - 1)) << {start})")
        elif opcode == "neg.f32":
            self.set(o[0], f"{value(o[1])} ^ 0x80000000u")
        elif opcode == "abs.f32":
            self.set(o[0], f"{value(o[1])} & 0x7fffffffu")
        elif name in ("add", "sub") and kind in C_TYPES and kind != "f32":
            unsigned = C_TYPES[kind.replace("s", "u")]
            self.set(o[0], f"({unsigned})(({unsigned}){value(o[1])} {'+' if name == 'add' else '-'} ({unsigned}){value(o[2])})")
        elif name == "mul" and parts[1] == "lo":
            unsigned = C_TYPES[kind.replace("s", "u")]
            self.set(o[0], f"({unsigned})(({unsigned}){value(o[1])} * ({unsigned}){value(o[2])})")
        elif name == "mad" and parts[1] == "lo":
            unsigned = C_TYPES[kind.replace("s", "u")]
            self.set(o[0], f"({unsigned})(({unsigned}){value(o[1])} * ({unsigned}){value(o[2])} + ({unsigned}){value(o[3])})")
        elif opcode == "mul.wide.s32":
            self.set(o[0], f"(uint64_t)((int64_t){typed(o[1], 's32')} * (int64_t){typed(o[2], 's32')})")
        elif opcode == "mul.wide.u16":
            self.set(o[0], f"(uint32_t){typed(o[1], 'u16')} * (uint32_t){typed(o[2], 'u16')}")
        elif opcode == "mul.wide.u32":
            self.set(o[0], f"(uint64_t){typed(o[1], 'u32')} * (uint64_t){typed(o[2], 'u32')}")
        elif opcode == "mul.hi.u64":
            self.set(o[0], f"(uint64_t)(((unsigned __int128){value(o[1])} * (unsigned __int128){typed(o[2], 'u64')}) >> 64)")
        elif opcode == "mul.hi.s32":
            self.set(o[0], f"(uint32_t)(((int64_t){typed(o[1], 's32')} * {typed(o[2], 's32')}) >> 32)")
        elif opcode == "mul.hi.u16":
            self.set(o[0], f"(uint16_t)(((uint32_t){typed(o[1], 'u16')} * (uint32_t){typed(o[2], 'u16')}) >> 16)")
        elif opcode == "mul.hi.u32":
            self.set(o[0], f"(uint32_t)(((uint64_t){typed(o[1], 'u32')} * {typed(o[2], 'u32')}) >> 32)")
        elif name in ("div", "rem") and kind[0] in "us":
            self.set(o[0], f"({C_TYPES[kind.replace('s', 'u')]})({typed(o[1], kind)} {'/' if name == 'div' else '%'} {typed(o[2], kind)})")
        elif name in ("min", "max") and kind[0] in "us":
            a, b = typed(o[1], kind), typed(o[2], kind)
            self.set(o[0], f"{a} {'<' if name == 'min' else '>'} {b} ? {a} : {b}")
        elif opcode in ("neg.s32", "neg.s64"):
            self.set(o[0], f"({C_TYPES[kind.replace('s', 'u')]})0 - {value(o[1])}")
        elif opcode in ("abs.s32", "abs.s64"):
            unsigned = C_TYPES[kind.replace("s", "u")]
            self.set(o[0], f"({C_TYPES[kind]}){value(o[1])} < 0 ? ({unsigned})0 - {value(o[1])} : {value(o[1])}")
        elif name == "bra":
            self.lines.append(f"goto {o[0].replace('$', '').replace('%', '')};")
        elif name == "bar":
            self.lines.append("c->wait();")
        elif name == "ret":
            self.lines.append("return;")
        else:
            self.fail(text)


GLOBAL = re.compile(r"^\.global \.align (\d+) \.b8 (\S+)\[(\d+)\] = \{([^}]*)\};", re.MULTILINE)


def constants_of(ptx):
    """C of the arrays in a PTX text that have their values with them."""
    for align, name, size, values in GLOBAL.findall(ptx):
        yield f"_Alignas({align}) static unsigned char const {name}[{size}] = {{{' '.join(values.split())}}};\n"


def kernels_of(ptx):
    """The translated kernels of a PTX text."""
    arrays = {name for _, name, _, _ in GLOBAL.findall(ptx)}
    statics = set(re.findall(r"^\.const .*?(\S+)\[\d+\];", ptx, re.MULTILINE))
    dynamic = re.findall(r"^\.extern \.shared .*?(\S+)\[\];", ptx, re.MULTILINE)
    for entry in re.finditer(r"\.entry (\S+?)\((.*?)\)(.*?)^\{(.*?)^\}", ptx, re.MULTILINE | re.DOTALL):
        kernel = Kernel(entry[1], statics, arrays)
        kernel.shared = {name: "0u" for name in dynamic}
        offset = 0
        for align, size, symbol, array in re.findall(r"\.param (?:\.align (\d+) )?\.[bufs](\d+) (?:\.ptr (?:\.\w+ )?\.align \d+ )?([^\s,\[]+)(?:\[(\d+)\])?", entry[2]):
            bytes_each = int(size) // 8
            alignment = int(align or bytes_each)
            offset = (offset + alignment - 1) // alignment * alignment
            kernel.parameters[symbol] = offset
            offset += bytes_each * int(array or 1)
        static_end = 0
        declarations = []
        for line in entry[4].splitlines():
            line = " ".join(line.split("//")[0].split())
            if not line:
                continue
            if match := re.fullmatch(r"\{ \.reg \.b32 tmp; (.*;) \}", line):
                line = match[1]
            if match := re.fullmatch(r"\.reg \.(\w+) %(\w+)<(\d+)>;", line):
                declarations += [f"{REGISTERS[match[1]]} {match[2]}{i} = 0;" for i in range(int(match[3]))]
            elif match := re.fullmatch(r"\.reg \.b64 %(SPL?);", line):
                declarations.append(f"uint64_t {match[1]} = 0;")
            elif match := re.fullmatch(r"\.shared \.align (\d+) \.b8 (\S+)\[(\d+)\];", line):
                static_end = -(-static_end // int(match[1])) * int(match[1])
                kernel.shared[match[2]] = f"(PTX_DYNAMIC_SHARED + {static_end}u)"
                static_end += int(match[3])
            elif match := re.fullmatch(r"\.local \.align \d+ \.b8 (\S+)\[(\d+)\];", line):
                kernel.locals[match[1]] = match[1]
                declarations.append(f"_Alignas(16) unsigned char {match[1]}[{match[2]}];")
            elif match := re.fullmatch(r"(\$\S+):", line):
                kernel.settle()
                kernel.lines.append(f"{match[1].replace('$', '')}:;")
            elif line.startswith("."):
                if not line.startswith((".pragma", ".loc", ".file")):
                    kernel.fail(line)
            else:
                kernel.instruction(line.rstrip(";"))
        kernel.settle()
        yield kernel, declarations


def main():
    ptx = open(sys.argv[1]).read()
    with open(sys.argv[2], "w") as out:
        out.write(HEAD)
        out.write("#define PTX_DYNAMIC_SHARED (1u << 20)\n")
        out.writelines(constants_of(ptx))
        for kernel, declarations in kernels_of(ptx):
            counters = [f"uint32_t visits[{kernel.stretches + 1}] = {{0}};", f"_Static_assert({kernel.stretches} < PTX_MOST_STRETCHES, \"visited\");",
                        f"begin_warp(c, {kernel.stretches});"]
            body = "\n    ".join(declarations + counters + kernel.lines)
            print(kernel.name, kernel.slots)
            out.write(f"\nvoid {kernel.name}(struct ptx_context const* c, unsigned char const* param) {{\n    {body}\n}}\n")


if __name__ == "__main__":
    main()
