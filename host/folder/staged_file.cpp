// SPDX-License-Identifier: Apache-2.0
#include "host/folder/staged_file.hpp"

#include <fcntl.h>

#include <utility>

#include "host/folder/durable.hpp"

namespace gapmc {

StagedFile::StagedFile(FileCalls& calls, std::filesystem::path path, std::filesystem::path shown)
    : calls_{calls}, path_{std::move(path)}, shown_{std::move(shown)} {
    file_ = open_new_file(calls_, path_);
}

StagedFile::~StagedFile() {
    if (file_ >= 0) calls_.close(file_);
}

void StagedFile::write(std::string_view bytes) { write_all(calls_, file_, bytes, shown_); }

void StagedFile::hand_over() noexcept {
#if defined(__linux__)
    // It only begins to write, and what it says is of no consequence: `close` finds every error.
    static_cast<void>(::sync_file_range(file_, 0, 0, SYNC_FILE_RANGE_WRITE));
#endif
}

void StagedFile::close() { write_and_close(calls_, std::exchange(file_, -1), {}, shown_); }

}  // namespace gapmc
