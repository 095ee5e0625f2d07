// SPDX-License-Identifier: Apache-2.0
#include "host/folder/named_file.hpp"

#include "host/folder/durable.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;
namespace {

//! What a link leads to, though nothing may be there yet; of a circle some link in it.
fs::path behind_links(fs::path path) {
    constexpr int most_links = 40;  // as Linux follows
    std::error_code unknown;
    for (int i = 0; i < most_links && fs::is_symlink(path, unknown); ++i) {
        fs::path const target = fs::read_symlink(path, unknown);
        if (unknown) break;
        path = path.parent_path() / target;  // an absolute target takes the place of all before it
    }
    return path;
}

}  // namespace

void write_named_file(fs::path const& path, std::string_view bytes) {
    std::error_code unknown;
    fs::file_status const status = fs::status(path, unknown);
    if (fs::exists(status) && !fs::is_regular_file(status))
        throw CannotCreate{
            plain_text(path.string()) +
            " is there and is no file. Name a file, or leave the option out and redirect what is "
            "printed."};
    write_file(behind_links(path), bytes);
}

}  // namespace gapmc
