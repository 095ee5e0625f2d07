// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace gapmc {

/*!
 * Writes a file that a user named: as a whole or not at all, as write_file does. A link is followed, so that
 * the file behind it is replaced and not the link.
 *
 * \throws CannotCreate for what is there and is no file, such as a folder, a device or a pipe, which a rename
 * would replace; and what write_file throws
 */
void write_named_file(std::filesystem::path const& path, std::string_view bytes);

}  // namespace gapmc
