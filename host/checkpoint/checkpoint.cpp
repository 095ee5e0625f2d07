// SPDX-License-Identifier: Apache-2.0
#include "host/checkpoint/checkpoint.hpp"

#include <string_view>

#include "host/checkpoint/refinement_bytes.hpp"
#include "host/digest/sha256.hpp"
#include "host/record/byte_text.hpp"
#include "host/study/request_limits.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr std::string_view magic = "gapmc-checkpoint\n";
constexpr std::uint64_t format = 1;
constexpr std::size_t digest_size = 64;
constexpr std::size_t most_text = std::size_t{1} << 20;
constexpr std::size_t most_words = 10'000;

//! What comes before the record. \return the record's bytes
std::string read_head(ByteReader& in, std::string const& name, CheckpointHead& head, std::size_t size) {
    std::uint64_t const found = in.number();
    if (found != format)
        throw DataError(name + " has format version " + std::to_string(found) + ", this program reads " +
                        std::to_string(format) + ". Use the program that wrote it");
    head.generation = in.number();
    head.attempts = in.number();
    head.task.verb = in.text(most_text);
    head.task.words.resize(std::min(in.size(), most_words));
    for (std::string& word : head.task.words) word = in.text(most_text);
    head.trajectories = in.number();
    if (head.trajectories < 1 || head.trajectories > most_trajectories)
        in.damaged("its request is none that can be made");
    std::uint64_t const exact = in.number();
    if (exact > static_cast<std::uint64_t>(Exact::drivers))
        in.damaged("its quantiles are exact in a way that there is not");
    head.exact = static_cast<Exact>(exact);
    head.looks.last = in.number();
    std::uint64_t const held = in.number();
    if (held > 2) in.damaged("its stop rule has held too often");
    head.looks.held = static_cast<int>(held);
    return in.text(size);
}

//! The part of the file between magic and checksum.
std::string_view checked_body(std::string_view bytes, std::string const& name) {
    if (!is_checkpoint(bytes)) throw DataError(name + " is not a checkpoint of gapmc");
    if (bytes.size() < magic.size() + digest_size) throw DataError(name + " is damaged (it ends too early)");
    std::string_view const checked = bytes.substr(0, bytes.size() - digest_size);
    if (sha256_hex(checked) != bytes.substr(checked.size()))
        throw DataError(name + " is damaged (its checksum does not hold)");
    return checked.substr(magic.size());
}

}  // namespace

bool is_checkpoint(std::string_view bytes) { return bytes.substr(0, magic.size()) == magic; }

std::string write_checkpoint(CheckpointHead const& head, UnderWay const& run) {
    ByteWriter out;
    out.raw(magic);
    out.number(format);
    out.number(head.generation);
    out.number(head.attempts);
    out.text(head.task.verb);
    out.number(head.task.words.size());
    for (std::string const& word : head.task.words) out.text(word);
    out.number(head.trajectories);
    out.number(static_cast<std::uint64_t>(head.exact));
    out.number(run.looks.last);
    out.number(static_cast<std::uint64_t>(run.looks.held));
    out.text(write_record(run.record, head.record.label));
    out.number(run.refinement ? 1 : 0);
    if (run.refinement) write_refinement(out, *run.refinement);
    return out.bytes() + sha256_hex(out.bytes());
}

CheckpointHead read_checkpoint_head(std::string const& bytes, std::string const& name) {
    ByteReader in{checked_body(bytes, name), name};
    CheckpointHead head;
    head.record = read_record_head(read_head(in, name, head, bytes.size()));
    return head;
}

UnderWay read_checkpoint(std::string const& bytes, std::string const& name, Study const& study,
                         Plan const& plan) {
    ByteReader in{checked_body(bytes, name), name};
    CheckpointHead head;
    UnderWay run{read_record(read_head(in, name, head, bytes.size()), plan, Whole::not_yet), head.looks};
    std::uint64_t const refined = in.number();
    if (refined > 1) in.damaged("its further passes are neither there nor absent");
    if (refined == 1) {
        RefinementState state = read_refinement(in, plan);
        run.refinement = Refinement{study, plan, run.record, std::move(state)}.state();
    }
    in.end();
    return run;
}

}  // namespace gapmc
