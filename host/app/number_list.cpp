// SPDX-License-Identifier: Apache-2.0
#include "host/app/number_list.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/whole_number.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

std::vector<std::uint64_t> parse_number_list(std::string const& option, std::string const& text,
                                             std::uint64_t most) {
    std::vector<std::uint64_t> numbers;
    for (std::size_t begin = 0; begin <= text.size();) {
        std::size_t const end = std::min(text.find(',', begin), text.size());
        std::string const item = text.substr(begin, end - begin);
        begin = end + 1;
        // A dash between two numbers; that of an exponent, 1e-2, has a letter before it.
        std::size_t dash = item.find('-', 1);
        while (dash != std::string::npos && (item[dash - 1] == 'e' || item[dash - 1] == 'E'))
            dash = item.find('-', dash + 1);
        std::uint64_t const first = parse_whole(option, item.substr(0, dash), {0, most}, Writing::count);
        std::uint64_t last = first;
        if (dash != std::string::npos)
            last = parse_whole(option, item.substr(dash + 1), {0, most}, Writing::count);
        if (last < first)
            throw UsageError{fmt::format("{} {}: the range {} runs backwards. Write the smaller number first",
                                         option, escaped_bytes(text), escaped_bytes(item))};
        if (last - first >= most_listed - numbers.size())
            throw UsageError{
                fmt::format("{} {}: more than {} numbers. Keep so many in files: gapmc run --samples", option,
                            escaped_bytes(text), most_listed)};
        for (std::uint64_t number = first; number <= last; ++number) numbers.push_back(number);
    }
    return numbers;
}

}  // namespace gapmc
