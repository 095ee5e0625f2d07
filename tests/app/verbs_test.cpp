// SPDX-License-Identifier: Apache-2.0
//! Rules that hold for every option of every verb because of how options are declared, and not of who did.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>

#include "host/app/exit_meanings.hpp"
#include "host/app/verb.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

using Words = std::vector<std::string>;

//! What refuses the words, or "accepted". The verb does not run.
std::string answer(Verb const& verb, Words const& words) {
    try {
        return parse_words(verb, words) ? "accepted" : "help";
    } catch (UsageError const& e) {
        return e.what();
    }
}

//! As many words as the verb's required arguments and options want.
Words least_words(VerbOptions const& options) {
    Words words;
    for (Declared const& declared : options.all()) {
        if (!declared.required) continue;
        if (!declared.argument) words.push_back(declared.name);
        words.push_back(!declared.choices.empty() ? declared.choices.front() : "1");
    }
    return words;
}

TEST(EveryOption, RefusesAnEmptyValue) {
    int tried = 0;
    for (Verb const& verb : verbs()) {
        VerbOptions options;
        static_cast<void>(verb.declare(options));
        for (Declared const& declared : options.all()) {
            if (declared.is_flag() || declared.argument) continue;
            for (Words const& empty : {Words{declared.name, ""}, Words{declared.name + "="},
                                       Words{declared.name, "1", declared.name, ""}}) {
                Words words = least_words(options);
                words.insert(words.end(), empty.begin(), empty.end());
                EXPECT_THAT(answer(verb, words), HasSubstr(declared.name + ": its value is empty"))
                    << verb.name;
                ++tried;
            }
            if (declared.brief.empty()) continue;
            Words words = least_words(options);
            words.insert(words.end(), {declared.brief, ""});
            EXPECT_THAT(answer(verb, words), HasSubstr("its value is empty")) << verb.name;
        }
    }
    EXPECT_GT(tried, 50);
}

TEST(EveryArgument, RefusesAnEmptyWord) {
    for (Verb const& verb : verbs()) {
        VerbOptions options;
        static_cast<void>(verb.declare(options));
        if (options.all().empty() || !options.all().front().argument) continue;
        EXPECT_THAT(answer(verb, {""}), HasSubstr("its value is empty")) << verb.name;
    }
}

TEST(EveryOption, OfWhichSeveralAreGivenIsTheLast) {
    Verb const& run = *find_verb("run");
    EXPECT_THAT(answer(run, {"s.toml", "-n", "1M", "-n", "nonsense"}), HasSubstr("-n nonsense"));
    EXPECT_EQ(answer(run, {"s.toml", "-n", "nonsense", "--trajectories", "1M"}), "accepted");
    EXPECT_EQ(answer(run, {"s.toml", "--quiet", "--quiet", "--force", "--force"}), "accepted");
    EXPECT_EQ(answer(run, {"s.toml", "--seed=7", "--seed=8", "--out", "a", "--out=b"}), "accepted");
}

TEST(EveryOption, ThatOnlyOthersHaveIsRefusedWithTheirNames) {
    std::string const text =
        answer(*find_verb("replay"), {"s.toml", "--trajectory", "1", "--device", "cuda"});
    EXPECT_THAT(text, HasSubstr("replay has no option --device"));
    EXPECT_THAT(text, HasSubstr("validate, run, compare, ask, resume, refine, extend, verify, bench, plan"));
    struct Case {
        char const* verb;
        Words words;
    };
    for (Case const& c :
         {Case{"validate", {"s.toml", "--no-gate", "--json"}}, Case{"validate", {"s.toml", "--quiet"}},
          Case{"verify", {"r", "-n", "5", "--seed", "3"}}, Case{"verify", {"r", "--json"}},
          Case{"bench", {"--seed", "1"}}, Case{"doctor", {"--quiet"}}, Case{"init", {"--json"}},
          Case{"replay", {"s.toml", "--trajectory", "1", "--threads=2"}}})
        EXPECT_THAT(answer(*find_verb(c.verb), c.words), HasSubstr("has no option -")) << c.verb;
}

TEST(EveryOption, ThatIsMisspeltIsRefusedWithTheNearest) {
    EXPECT_THAT(answer(*find_verb("verify"), {"r", "--bloks", "3"}), HasSubstr("Did you mean --blocks?"));
    EXPECT_THAT(answer(*find_verb("run"), {"--sede=3", "s.toml"}), HasSubstr("Did you mean --seed?"));
    EXPECT_THAT(answer(*find_verb("run"), {"s.toml", "--zebra"}), HasSubstr("`gapmc run --help`"));
}

TEST(EveryOption, WithoutEffectBesideAnotherIsRefused) {
    EXPECT_THAT(answer(*find_verb("validate"), {"s.toml", "--no-gate", "--batch", "64"}),
                HasSubstr("--batch has no effect beside --no-gate"));
    EXPECT_THAT(answer(*find_verb("verify"), {"r", "--all", "--blocks", "2"}),
                HasSubstr("--blocks has no effect beside --all"));
    EXPECT_EQ(answer(*find_verb("validate"), {"s.toml", "--batch", "64"}), "accepted");
}

TEST(Words, TooManyTooFewAndWithoutTheirValueAreRefused) {
    EXPECT_THAT(answer(*find_verb("verify"), {"a", "b"}), HasSubstr("'b' is one word too many"));
    EXPECT_THAT(answer(*find_verb("verify"), {}), HasSubstr("DIR is missing"));
    EXPECT_THAT(answer(*find_verb("replay"), {"s.toml"}), HasSubstr("--trajectory is missing"));
    EXPECT_THAT(answer(*find_verb("run"), {"s.toml", "--out", "--force"}),
                HasSubstr("--out wants a value: --out DIR"));
    EXPECT_THAT(answer(*find_verb("run"), {"s.toml", "-n"}), HasSubstr("--trajectories wants a value"));
    EXPECT_THAT(answer(*find_verb("run"), {"s.toml", "--json=yes"}), HasSubstr("--json takes no value"));
}

TEST(Words, AfterHelpDoNotMatter) {
    for (Verb const& verb : verbs()) EXPECT_EQ(answer(verb, {"--nonsense", "-h", ""}), "help") << verb.name;
}

TEST(Overrides, MustBeUtf8) {
    EXPECT_THAT(answer(*find_verb("run"), {"s.toml", "study.title=caf\xE9"}),
                HasSubstr("'study.title=caf\\xE9': not UTF-8"));
    EXPECT_EQ(answer(*find_verb("run"), {"s.toml", "study.title=caf\xC3\xA9"}), "accepted");
}

TEST(Numbers, OutsideTheirRangeAreUsage) {
    struct Case {
        char const* verb;
        Words words;
        char const* says;
    };
    for (Case const& c : {Case{"run", {"s.toml", "--batch", "2147483584"}, "from 0 to 1048576"},
                          Case{"run", {"s.toml", "--batch", "100"}, "multiple of 64"},
                          Case{"run", {"s.toml", "--threads", "1000000"}, "from 0 to 8192"},
                          Case{"run", {"s.toml", "--seed", "9223372036854775808"}, "9223372036854775807"},
                          Case{"verify", {"r", "--blocks", "0"}, "from 1"},
                          Case{"verify", {"r", "--blocks", "two"}, "not a number"},
                          Case{"bench", {"--seconds", "nan"}, "not a time"}})
        EXPECT_THAT(answer(*find_verb(c.verb), c.words), HasSubstr(c.says));
    EXPECT_EQ(answer(*find_verb("run"), {"s.toml", "--batch", "1048576", "--seed", "9223372036854775807"}),
              "accepted");
}

TEST(Help, ShowsEveryOptionAndBothExamples) {
    for (Verb const& verb : verbs()) {
        std::string const text = verb_help(verb);
        VerbOptions options;
        static_cast<void>(verb.declare(options));
        for (Declared const& declared : options.all()) EXPECT_THAT(text, HasSubstr(declared.name));
        for (std::string_view const example : verb.examples) {
            EXPECT_THAT(text, HasSubstr(std::string{example}));
            EXPECT_THAT(std::string{example}, HasSubstr("gapmc " + std::string{verb.name}));
        }
        EXPECT_THAT(program_help(), HasSubstr(std::string{verb.summary}));
    }
}

//! Rows `| 64 | usage ... |` of docs/cli.md; its marks are taken away.
std::vector<std::pair<int, std::string>> documented_exits() {
    std::ifstream in{std::string{GAPMC_SOURCE_DIR} + "/docs/cli.md"};
    std::vector<std::pair<int, std::string>> rows;
    std::regex const row{R"(\| (\d+) \| (.*) \|)"};
    std::smatch match;
    for (std::string line; std::getline(in, line);) {
        std::erase(line, '`');
        if (std::regex_match(line, match, row)) rows.emplace_back(std::stoi(match[1]), match[2]);
    }
    return rows;
}

TEST(ExitCodes, AreThoseOfTheDocumentation) {
    std::vector<std::pair<int, std::string>> known;
    for (ExitMeaning const& exit : exit_meanings())
        known.emplace_back(static_cast<int>(exit.code), exit.meaning);
    EXPECT_EQ(documented_exits(), known);
}

TEST(ExitCodes, OfErrorsAreThoseOfSysexits) {
    // sysexits.h: USAGE 64, DATAERR 65, NOINPUT 66, UNAVAILABLE 69, SOFTWARE 70, CANTCREAT 73, IOERR 74,
    // TEMPFAIL 75, CONFIG 78
    auto const code = [](Error const& e) { return static_cast<int>(e.exit_code()); };
    EXPECT_EQ(code(UsageError{""}), 64);
    EXPECT_EQ(code(DataError{""}), 65);
    EXPECT_EQ(code(InputMissing{""}), 66);
    EXPECT_EQ(code(BackendUnavailable{""}), 69);
    EXPECT_EQ(code(Error{""}), 70);
    EXPECT_EQ(code(CannotCreate{""}), 73);
    EXPECT_EQ(code(IoError{""}), 74);
    EXPECT_EQ(code(Stopped{""}), 75);
    EXPECT_EQ(code(StudyError{""}), 78);
}

}  // namespace
}  // namespace gapmc
