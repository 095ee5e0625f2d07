// SPDX-License-Identifier: Apache-2.0
// A user of the library, in its own words: opens a study, prints it in full, or simulates it and says what
// came out; catches gapmc's errors.
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "host/session/session.hpp"
#include "kernels/base/error.hpp"

int main(int count, char** words) {
    if (count < 2 || count > 3) return 2;
    std::ifstream file{words[1], std::ios::binary};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    try {
        gapmc::RequestOptions request;
        if (count == 3) request.trajectories = static_cast<std::uint64_t>(std::stoull(words[2]));
        gapmc::OpenedStudy opened = gapmc::open_study({text, {}}, words[1], request);
        if (!opened.ok()) throw gapmc::StudyError(gapmc::format_problems(opened.problems));
        if (count == 2) {
            std::cout << opened.resolved();
            return 0;
        }
        gapmc::Progress progress;
        gapmc::ChosenEngine const engine = gapmc::choose_engine({});
        gapmc::Session const session{std::move(opened), *engine.backend, progress};
        gapmc::Record const record = session.run(*engine.backend, progress).record;
        std::cout << session.results(record).result_digest << "\n";
        for (gapmc::RunFile const& made : session.files(record)) std::cout << made.name << "\n";
    } catch (gapmc::StudyError const& error) {
        std::cerr << error.what() << "\n";
        return 78;
    } catch (std::exception const&) {
        return 70;
    }
    return 0;
}
