// SPDX-License-Identifier: Apache-2.0
#include "host/app/data_out.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

#include "host/app/descriptor.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

bool nobody_reads = false;
bool settled = false;

//! Whether an error says that nobody reads any more, rather than that there is no room.
bool reader_went_away(int error) {
    if (error == EPIPE || error == EBADF || error == ECONNRESET) return true;
    struct stat status {};
    // A terminal that was hung up.
    return error == EIO && fstat(STDOUT_FILENO, &status) == 0 && S_ISCHR(status.st_mode);
}

}  // namespace

void print_data(std::string_view text) {
    if (nobody_reads) return;
    int const error = write_to_descriptor(STDOUT_FILENO, text, without_end);
    if (error == 0) return;
    nobody_reads = true;
    if (error == ECANCELED && !settled) throw Stopped{"stopped while waiting for the reader of stdout"};
    if (error == ECANCELED || reader_went_away(error)) return;
    throw IoError{"Writing to stdout failed (" + std::generic_category().message(error) +
                  "). Free some space, or send the output elsewhere."};
}

void settle_outcome() { settled = true; }

}  // namespace gapmc
