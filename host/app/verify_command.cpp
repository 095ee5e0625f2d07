// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>
#include <set>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/refine_shard.hpp"
#include "host/app/signals.hpp"
#include "host/app/whole_number.hpp"
#include "host/folder/publication.hpp"
#include "host/folder/sums.hpp"
#include "host/outputs/same_numbers.hpp"
#include "host/record/record_bytes.hpp"
#include "host/session/session.hpp"
#include "host/study/request_limits.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Some of the items, as many as wanted; every one of them when there are not more.
template<class Item>
std::vector<Item> random_choice(std::vector<Item> items, std::uint64_t wanted) {
    std::random_device random;  // which are checked must not be foreseeable
    std::shuffle(items.begin(), items.end(), random);
    if (items.size() > wanted) items.resize(static_cast<std::size_t>(wanted));
    std::sort(items.begin(), items.end(),
              [](RangePrint const& a, RangePrint const& b) { return a.range.first < b.range.first; });
    return items;
}

//! Ranges short enough to be simulated again: blocks while these are, else probes.
std::vector<RangePrint> checkable(Fingerprints const& prints) {
    bool const short_blocks =
        std::all_of(prints.blocks.begin(), prints.blocks.end(),
                    [](RangePrint const& p) { return p.range.size() <= largest_probe; });
    return short_blocks || prints.probes.empty() ? prints.blocks : prints.probes;
}

//! Prints a line for each thing that was looked at, and remembers whether all agreed.
class Verdict {
  public:
    void report(std::string const& what, bool holds) {
        sound_ = sound_ && holds;
        print_data(fmt::format("{:<64} {}\n", what, holds ? "ok" : "DIFFERS"));
    }
    bool sound() const { return sound_; }

  private:
    bool sound_ = true;
};

//! Whether trajectories of the record give their fingerprint again.
bool same_print(Session const& session, RangePrint const& print, Backend& backend, Progress& progress) {
    Job const job = session.plan().job(print.range, {{print.range}, {}});
    return backend.run(job, progress).fingerprints.front() == print.print;
}

//! Simulates everything again. \return whether every counter and part is the same
bool same_record(Session const& session, Record const& record, Backend& backend, Progress& progress) {
    Record again = session.empty_record();
    again.request = record.request;
    for (TrajectoryRange const& range : record.done.all()) {
        Job const job = session.plan().job(
            range, fingerprinted(range, record.request.trajectories, session.plan().digest));
        add_counted(again, job, backend.run(job, progress));
    }
    session.diagnose(again, backend, progress);
    if (result_digest(again) != result_digest(record)) return false;
    if (record.request.exact != Exact::none) session.refine(again, record.request.exact, backend, progress);
    return exact_digest(again) == exact_digest(record);
}

//! Renders every file again from the record.
void check_files(Verdict& verdict, Session const& session, Record const& record, std::string const& folder) {
    for (RunFile const& file : session.files(record))
        verdict.report(file.name + " follows from the record",
                       read_run_file(folder, file.name) == file.bytes);
}

//! Of files that another version of the program made: their numbers are compared, the others named. What a
//! record leaves out of its list is looked at all the same.
void check_numbers(Verdict& verdict, Session const& session, Record const& record, std::string const& folder,
                   RecordLabel const& label) {
    print_data(
        fmt::format("files of output version {}, this program writes {}\n", label.output, output_version));
    std::vector<RunFile> const ours = session.files(record);
    std::set<std::string> names{label.files.begin(), label.files.end()};
    for (auto const& [name, digest] : read_sums(folder)) names.insert(name);
    names.insert({"bands.csv", "result.json"});
    names.erase(record_name);
    for (std::string const& name : names) {
        auto const file =
            std::find_if(ours.begin(), ours.end(), [&](RunFile const& f) { return f.name == name; });
        if (file == ours.end() || (name != "bands.csv" && name != "result.json")) {
            print_data(fmt::format("{:<64} not rendered\n", name));
            continue;
        }
        std::string const theirs = read_run_file(folder, name);
        ComparedNumbers const numbers =
            name == "bands.csv" ? compare_bands(theirs, file->bytes) : compare_results(theirs, file->bytes);
        verdict.report(fmt::format("{}: {} numbers follow from the record", name, numbers.compared),
                       numbers.agree());
        if (!numbers.different.empty())
            print_data("  the first that differs: " + numbers.different[0] + "\n");
    }
}

int verify_command(VerifyOptions const& options) {
    if (!is_directory(options.study)) throw InputMissing(options.study + ": not the folder of a run");
    Verdict verdict;
    settle_before_reading(options.study);
    if (is_pass_shard(options.study))
        throw UsageError(plain_text(options.study) +
                         " holds a shard of a further pass, which is checked when `gapmc refine` adds it up. "
                         "Verify the run");
    for (std::string const& difference : verify_sums(options.study, {record_name}))
        verdict.report(difference, false);
    if (!verdict.sound()) return 1;
    std::string const bytes = read_run_file(options.study, record_name);
    RecordHead const head = read_record_head(bytes);
    for (std::string const& missing : unlisted(read_sums(options.study), head.label.files))
        verdict.report(missing, false);
    if (!verdict.sound()) return 1;
    verdict.report(sums_name, true);

    auto const backend = engine_of(options, options.quiet).backend;
    Progress& progress = program_progress();
    Session const session{open_studies(head, options.study + "/study.toml"), *backend, progress};
    verdict.report("plan digest", session.plan().digest == head.identity.plan_digest);
    if (!verdict.sound()) return 1;
    Record const record = read_record(bytes, session.plan());
    if (record.request.exact != Exact::none)
        verdict.report("every exact quantile is there, in its bin",
                       session.refinement(record, record.request.exact).finished());
    // They are looked for in the first trajectories alone, which takes no more than a probe.
    if (head.label.output == output_version)
        verdict.report("exemplars are the trajectories that they are said to be",
                       session.exemplars(record, *backend, progress) == record.exemplars);
    bool const same_output = head.label.output == output_version;
    if (same_output)
        check_files(verdict, session, record, options.study);
    else
        check_numbers(verdict, session, record, options.study, head.label);

    std::vector<RangePrint> const all = checkable(record.fingerprints);
    std::vector<RangePrint> const chosen = random_choice(all, options.all ? all.size() : options.blocks);
    for (RangePrint const& print : chosen)
        verdict.report(
            fmt::format("fingerprint of trajectories {} to {}", print.range.first, print.range.last - 1),
            same_print(session, print, *backend, progress));
    if (options.all)
        verdict.report("result digest, everything simulated again",
                       same_record(session, record, *backend, progress));
    say_refused_threads(backend->engine(), options.quiet);
    std::string const said = !verdict.sound() ? "NOT the same"
                             : same_output    ? "the same bytes"
                                              : "the same numbers; what was not rendered is not checked";
    print_data(record.done.empty()
                   ? fmt::format(
                         "the record holds no trajectory, so none was simulated again; its files: {}\n", said)
                   : fmt::format("{} of {} blocks simulated again on {}: {}\n", chosen.size(), all.size(),
                                 backend->describe(), said));
    return verdict.sound() ? 0 : 1;
}

}  // namespace

Action declare_verify(VerbOptions& verb) {
    auto const options = std::make_shared<VerifyOptions>();
    verb.argument("DIR", "Folder of a finished run",
                  [options](std::string const& text) { options->study = text; })
        .offers(Offer::folders);
    verb.option("--blocks", "K",
                "Blocks of at most 65,536 trajectories to simulate again, chosen at random (default: 2)",
                [options](std::string const& text) {
                    options->blocks = parse_whole("--blocks", text, {1, most_trajectories});
                })
        .not_beside({"--all"});
    verb.flag("--all", "Every block, and the result digest", options->all);
    declare_engine(verb, *options);
    declare_quiet(verb, options->quiet);
    return [options] { return verify_command(*options); };
}

}  // namespace gapmc
