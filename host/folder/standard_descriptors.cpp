// SPDX-License-Identifier: Apache-2.0
#include "host/folder/standard_descriptors.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>

namespace gapmc {

void occupy_standard_descriptors() {
    for (int const descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
        int const opened = ::open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY);
        if (opened < 0) return;
        // The lowest free number is given, and all below this one are taken.
        if (opened != descriptor) ::close(opened);
    }
}

}  // namespace gapmc
