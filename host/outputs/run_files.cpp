// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/run_files.hpp"

#include "host/outputs/bands_csv.hpp"
#include "host/outputs/fan_svg.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/result_json.hpp"
#include "host/record/record_bytes.hpp"

namespace gapmc {

std::vector<RunFile> run_files(Study const& study, std::string const& resolved, Record const& record,
                               Results const& results) {
    std::vector<RunFile> files{
        {"study.toml", record.given.text},
        {"resolved.toml", resolved},
        {"bands.csv", bands_csv(study, results)},
        {"result.json", result_json(study, results)},
    };
    if (!results.is_partial()) files.push_back({hub_name(study), hub_csv(study, results)});
    if (!record.done.empty())
        files.push_back({"fan.svg", fan_svg(study, results, study.shown_contrast, study.outcome)});
    RecordLabel label{output_version, {}};
    for (RunFile const& file : files) label.files.push_back(file.name);
    files.push_back({record_name, write_record(record, label)});
    return files;
}

std::vector<std::string> names_of_run(Study const& study) {
    return {"study.toml", "resolved.toml", "bands.csv", hub_name(study), "result.json",
            "fan.svg",    record_name,     "run.json",  "report.html"};
}

}  // namespace gapmc
