// SPDX-License-Identifier: Apache-2.0
#include "host/text/json_text.hpp"

#include <algorithm>

#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(Json const& plain) {
    if (plain.is_number_float())
        return shortest(require_finite(plain.get<double>(), "A number of the JSON output"));
    return plain.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append(std::string& text, Json const& value, std::size_t depth) {
    if (!value.is_structured()) {
        text += text_of(value);
        return;
    }
    bool const object = value.is_object();
    bool const nested = object || std::any_of(value.begin(), value.end(),
                                              [](Json const& item) { return item.is_structured(); });
    bool const lines = nested && !value.empty();
    text += object ? '{' : '[';
    bool first = true;
    for (auto const& [key, item] : value.items()) {
        if (!first) text += lines ? "," : ", ";
        if (lines) text += '\n' + std::string(depth + 1, ' ');
        if (object) text += text_of(Json(key)) + ": ";
        append(text, item, depth + 1);
        first = false;
    }
    if (lines) text += '\n' + std::string(depth, ' ');
    text += object ? '}' : ']';
}

}  // namespace

std::string json_text(Json const& value) {
    std::string text;
    append(text, value, 0);
    return text + '\n';
}

}  // namespace gapmc
