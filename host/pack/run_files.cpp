// SPDX-License-Identifier: Apache-2.0
#include "host/pack/run_files.hpp"

#include "host/charts/comparison_svg.hpp"
#include "host/charts/fan_svg.hpp"
#include "host/outputs/bands_csv.hpp"
#include "host/outputs/comparison_table.hpp"
#include "host/outputs/document_numbers.hpp"
#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/result_json.hpp"
#include "host/record/record_bytes.hpp"
#include "host/report/report_html.hpp"

namespace gapmc {

std::vector<RunFile> run_files(Study const& study, std::string const& resolved, Record const& record,
                               Results const& results) {
    std::vector<RunFile> files{
        {"study.toml", record.given.text},
        {"resolved.toml", resolved},
        {"bands.csv", bands_csv(study, results)},
        {"result.json", result_json(study, results)},
    };
    if (!results.is_partial()) {
        std::string const hub = hub_csv(study, results);
        for (std::string const& name : hub_names(study)) files.push_back({name, hub});
    }
    Headline const shown = headline_of(study, record.request);
    if (!record.compared.empty())
        files.push_back(
            {"comparison.md", comparison_markdown(study, results, shown.contrast, shown.outcome)});
    if (!record.done.empty()) {
        files.push_back({"fan.svg", fan_svg(study, results, shown.contrast, shown.outcome)});
        if (!record.compared.empty())
            files.push_back(
                {"comparison.svg", comparison_svg(study, results, shown.contrast, shown.outcome)});
    }
    if (!results.is_partial()) {
        files.push_back({"numbers.json", numbers_json(study, results)});
        files.push_back({"numbers.tex", numbers_tex(study, results)});
        files.push_back({"numbers.typ", numbers_typ(study, results)});
    }
    if (has_page(results)) files.push_back({"report.html", report_html(study, record, results)});
    RecordLabel label{output_version, {}};
    for (RunFile const& file : files) label.files.push_back(file.name);
    files.push_back({record_name, write_record(record, label)});
    return files;
}

std::vector<std::string> names_of_run(Study const& study) {
    auto const [hub, hub_of_model] = hub_names(study);
    return {"study.toml",   "resolved.toml", "bands.csv",      hub,         hub_of_model, "result.json",
            "fan.svg",      "comparison.md", "comparison.svg", record_name, "run.json",   "report.html",
            "numbers.json", "numbers.tex",   "numbers.typ"};
}

}  // namespace gapmc
