// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/same_numbers.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include <nlohmann/json.hpp>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Place -> number as text.
using Numbers = std::map<std::string, std::string>;

ComparedNumbers compare(Numbers const& theirs, Numbers const& ours) {
    ComparedNumbers out;
    for (auto const& [place, number] : ours) {
        auto const found = theirs.find(place);
        if (found == theirs.end()) continue;
        ++out.compared;
        if (found->second != number) out.different.push_back(place);
    }
    return out;
}

std::vector<std::string> cells_of(std::string const& line) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (char const c : line) {
        if (c == '"') quoted = !quoted;
        if (c == ',' && !quoted)
            cells.emplace_back();
        else
            cells.back() += c;
    }
    return cells;
}

std::vector<std::vector<std::string>> rows_of(std::string const& text) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) rows.push_back(cells_of(line));
    return rows;
}

bool holds(std::vector<std::string> const& items, std::string const& item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

//! \param names  columns that say which row it is
Numbers numbers_of(std::vector<std::vector<std::string>> const& rows, std::vector<std::string> const& names) {
    Numbers out;
    std::vector<std::string> const& head = rows.front();
    for (std::size_t r = 1; r < rows.size(); ++r) {
        std::string row;
        for (std::size_t c = 0; c < std::min(head.size(), rows[r].size()); ++c)
            if (holds(names, head[c])) row += rows[r][c] + ",";
        for (std::size_t c = 0; c < std::min(head.size(), rows[r].size()); ++c)
            if (head[c] == "value") out[row + head[c]] = rows[r][c];
    }
    return out;
}

using Json = nlohmann::json;

std::string name_of(Json const& item, std::size_t index) {
    std::string name;
    if (item.is_object())
        for (char const* const key : {"target", "id", "contrast", "threshold", "year"})
            if (item.contains(key)) name += (name.empty() ? "" : " ") + item[key].dump();
    return name.empty() ? std::to_string(index) : name;
}

//! A value and its error, which is a claim that another version may make otherwise.
bool is_estimate(Json const& json) {
    return json.is_array() && json.size() == 2 && json[0].is_number() &&
           (json[1].is_number() || json[1].is_null());
}

void collect(Json const& json, std::string const& place, Numbers& out) {
    if (json.is_number()) {
        out[place] = json.dump();
    } else if (json.is_object()) {
        for (auto const& [key, value] : json.items()) collect(value, place + "/" + key, out);
    } else if (is_estimate(json)) {
        collect(json[0], place, out);
    } else if (json.is_array()) {
        for (std::size_t i = 0; i < json.size(); ++i)
            collect(json[i], place + "/" + name_of(json[i], i), out);
    }
}

Numbers numbers_of(std::string const& text) {
    Json const json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) throw DataError("result.json is not JSON. It was changed");
    Numbers out;
    for (char const* const part : {"quantities", "passages", "events", "decomposition", "rates"})
        if (json.is_object() && json.contains(part)) collect(json[part], part, out);
    return out;
}

}  // namespace

ComparedNumbers compare_bands(std::string const& theirs, std::string const& ours) {
    auto const their_rows = rows_of(theirs);
    auto const our_rows = rows_of(ours);
    std::vector<std::string> names;
    for (auto const* rows : {&their_rows, &our_rows})
        if (rows->empty() || !holds(rows->front(), "value") || !holds(rows->front(), "mcse"))
            throw DataError("bands.csv has no columns value and mcse. It was changed");
    for (std::string const& column : our_rows.front())
        if (column != "value" && column != "mcse" && holds(their_rows.front(), column))
            names.push_back(column);
    return compare(numbers_of(their_rows, names), numbers_of(our_rows, names));
}

ComparedNumbers compare_results(std::string const& theirs, std::string const& ours) {
    return compare(numbers_of(theirs), numbers_of(ours));
}

}  // namespace gapmc
