// SPDX-License-Identifier: Apache-2.0
//! `validate`, `schema`, `init` without the rest of the program, to test the reader alone.
#include <cstring>
#include <iostream>

#include "host/config/read_study.hpp"
#include "host/config/study_schema.hpp"
#include "host/config/write_study.hpp"
#include "kernels/base/error.hpp"

namespace {

int validate(int count, char** words) {
    if (count < 1) throw gapmc::UsageError{"which study? Write validate STUDY.toml."};
    bool print = false;
    std::vector<std::string> overrides;
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(words[i], "--print-resolved") == 0) {
            print = true;
        } else {
            overrides.emplace_back(words[i]);
        }
    }
    auto const result = gapmc::read_study_file(words[0], overrides);
    result.require_ok();
    std::cerr << gapmc::format_problems(result.problems);
    if (print) std::cout << gapmc::resolved_toml(result.study);
    return 0;
}

int run(int count, char** words) {
    std::string const verb = count > 1 ? words[1] : "";
    if (verb == "validate") return validate(count - 2, words + 2);
    if (verb == "schema") {
        std::cout << gapmc::study_schema();
        return 0;
    }
    if (verb == "init") {
        std::cout << gapmc::study_template();
        return 0;
    }
    throw gapmc::UsageError{"unknown verb. Write validate, schema or init."};
}

}  // namespace

int main(int count, char** words) {
    try {
        return run(count, words);
    } catch (gapmc::UsageError const& error) {
        std::cerr << error.what() << '\n';
        return 64;
    } catch (gapmc::InputMissing const& error) {
        std::cerr << error.what() << '\n';
        return 66;
    } catch (gapmc::IoError const& error) {
        std::cerr << error.what() << '\n';
        return 74;
    } catch (gapmc::StudyError const& error) {
        std::cerr << error.what() << '\n';
        return 78;
    }
}
