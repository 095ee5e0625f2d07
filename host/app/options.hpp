// SPDX-License-Identifier: Apache-2.0
//! What verbs are told, after parsing. A verb has the options that have an effect for it, and no others.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/app/sample_options.hpp"
#include "host/app/verb.hpp"
#include "host/session/engine.hpp"
#include "host/study/exact.hpp"
#include "host/study/shown.hpp"

namespace gapmc {

//! Of every verb that reads a study.
struct StudyOptions {
    std::string study;                    //!< study file, or the folder of a run
    std::vector<std::string> overrides;   //!< key=value and +key=value
    std::optional<std::string> scenario;  //!< none: the baseline, or what a folder holds
    std::optional<std::uint64_t> trajectories;
    std::optional<std::uint64_t> seed;
    bool quiet = false;
};

//! Of verbs that make a run: which part of it, and what is shown of it.
struct PartOptions {
    std::optional<Shard> shard;  //!< none: the whole run, or the part that a folder holds
    Shown shown;
    std::vector<std::string> statements = {};   //!< that are asked
    std::optional<Exact> exact = std::nullopt;  //!< none: as a folder holds it
};

//! Of verbs that keep what they have counted.
struct KeepingOptions {
    std::chrono::milliseconds checkpoint_every{120'000};  //!< 0: on a stop alone
};

struct RunOptions : StudyOptions, EngineOptions, PartOptions, KeepingOptions {
    std::string verb = "run";
    std::string out;    //!< empty: results/<study name>
    std::string until;  //!< stop rule, empty: none
    bool force = false;
    bool dry_run = false;
    bool json = false;
    SampleOptions samples;
};

struct AskOptions : StudyOptions, EngineOptions, PartOptions, KeepingOptions {
    std::string out;  //!< folder; empty: the answers are printed alone
    bool force = false;
    bool json = false;
};

struct CompareOptions : RunOptions {
    std::vector<std::string> scenarios;  //!< names
    std::vector<std::string> sweeps;     //!< key=a,b,c
    std::vector<std::string> others;     //!< study files, or folders of runs
};

struct ValidateOptions : StudyOptions, EngineOptions {
    bool print_resolved = false;
    bool no_gate = false;
};

struct ReplayOptions : StudyOptions {
    std::string numbers;  //!< of trajectories: 5,17,100-120
    bool json = false;
};

struct CompileOptions : StudyOptions {
    std::string architectures;  //!< sm_90,sm_100; empty: those of the devices that are here
    std::string out;            //!< folder; empty: the user's cache
};

struct VerifyOptions : StudyOptions, EngineOptions {  // of StudyOptions only the folder and quiet can be set
    std::uint64_t blocks = 2;
    bool all = false;
};

// Of StudyOptions only the folder and quiet can be set.
struct RefineOptions : StudyOptions, EngineOptions, KeepingOptions {
    Exact exact = Exact::scores;
    std::vector<std::string> shares;  //!< folders of a pass's shards, to be added up
    std::optional<Shard> shard;       //!< none: all of every pass
    std::string out;                  //!< of a shard
    bool force = false;
};

// Of StudyOptions the folder, the number and quiet can be set.
struct ExtendOptions : StudyOptions, EngineOptions, KeepingOptions {
    std::optional<Shard> shard;  //!< none: all that is missing, in the folder itself
    std::string out;             //!< of a shard
    bool force = false;
};

struct PlanOptions : StudyOptions, EngineOptions {
    std::vector<std::string> devices;  //!< words: a number, x, and here or a file of bench
    bool json = false;
};

struct ResumeOptions : EngineOptions, KeepingOptions {
    std::string folder;
    bool json = false;
    bool quiet = false;
};

struct MergeOptions {
    std::vector<std::string> parts;  //!< folders
    std::string out;                 //!< empty: results/<study name>
    Shown shown;                     //!< what is left empty is shown as the first part shows it
    bool partial = false;
    bool force = false;
    bool json = false;
    bool quiet = false;
};

//! Of verbs that show a finished run.
struct ShownRunOptions {
    std::string folder;
    std::string out;  //!< file; empty: what is made is printed
    Shown shown;      //!< what is left empty is shown as the run shows it
    bool quiet = false;
};

struct FigureOptions : ShownRunOptions {
    std::string kind = "fan";
    std::optional<double> width;  //!< px of 1/96 inch
    std::optional<double> font;   //!< the same
};

struct BenchOptions : EngineOptions {
    std::vector<std::string> workloads;  //!< empty: all
    std::optional<std::uint64_t> trajectories;
    double seconds = 5;  //!< of repetitions, for each workload
    std::string out;     //!< file for the JSON; empty: none
    bool json = false;
    bool quiet = false;
};

//! STUDY and overrides.
void declare_study(VerbOptions& verb, StudyOptions& options);
Declared& declare_trajectories(VerbOptions& verb, std::optional<std::uint64_t>& trajectories,
                               std::string help);
void declare_seed(VerbOptions& verb, StudyOptions& options);
void declare_scenario(VerbOptions& verb, StudyOptions& options);
//! --outcome alone
void declare_outcome(VerbOptions& verb, Shown& shown, std::string const& of);
//! The word itself. \throws UsageError if it is not UTF-8
std::string checked_override(std::string const& word);
//! \param beside  options beside which no engine is used
void declare_engine(VerbOptions& verb, EngineOptions& options, std::vector<std::string> const& beside = {});
//! Which contrast and which of its outcomes table and chart show.
void declare_shown(VerbOptions& verb, Shown& shown);
//! --exact and --exact-drivers
void declare_exact(VerbOptions& verb, std::optional<Exact>& exact);
void declare_quiet(VerbOptions& verb, bool& quiet);
//! --checkpoint-every
Declared& declare_keeping(VerbOptions& verb, KeepingOptions& options);
//! The words that ask for the same engine, and for checkpoints as often.
std::vector<std::string> words_of(EngineOptions const& options);
std::vector<std::string> words_of(KeepingOptions const& options);

//! "2/8" -> {2, 8}; "slurm/8" -> the task of the job array. \throws UsageError
Shard parse_shard(std::string const& text);

}  // namespace gapmc
