// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_html.hpp"

#include <array>
#include <utility>

#include "host/digest/sha256.hpp"
#include "host/outputs/lookup.hpp"
#include "host/report/parts.hpp"
#include "host/report/sections.hpp"
#include "host/report/style.hpp"
#include "host/text/escape.hpp"

namespace gapmc {
namespace {

struct Part {
    std::string_view id;
    std::string_view heading;
    Markup (*make)(ReportSubject const&);
};

constexpr std::array parts{
    Part{"summary", "In short", summary_section},
    Part{"bands", "Bands", bands_section},
    Part{"answers", "Questions of the study", answers_section},
    Part{"scenarios", "Scenarios", scenarios_section},
    Part{"causes", "Causes", causes_section},
    Part{"table", "Numbers", table_section},
    Part{"assumptions", "Assumptions", assumptions_section},
    Part{"method", "Reading and checking", method_section},
};

Markup head(std::string const& title) {
    std::string const style = report_style();
    std::string const policy = "default-src 'none'; style-src 'sha256-" + sha256_base64(style) +
                               "'; base-uri 'none'; form-action 'none'";
    return Markup::trusted(
        "<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"" +
        xml_text(policy) +
        "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
        xml_text(title) + "</title>\n<style>" + style + "</style>\n</head>\n");
}

}  // namespace

std::string report_html(Study const& study, Record const& record, Results const& results) {
    ReportSubject const subject{study, record, results, headline_of(study, record.request)};
    std::string const title = titled(study, results);
    Markup contents, main;
    for (Part const& part : parts) {
        Markup const made = section(std::string{part.id}, std::string{part.heading}, part.make(subject));
        if (made.empty()) continue;
        contents += element("li", element("a", part.heading, {{"href", "#" + std::string{part.id}}}));
        main += made;
    }
    Markup header = element("h1", title);
    if (!study.description.empty()) header += paragraph(study.description);
    header += element("p",
                      trajectories_words(results) + ", seed " + std::to_string(results.request.seed) +
                          "; what was known at " + iso_date(study.origin) + "; base year " +
                          std::to_string(study.base),
                      {{"class", "about"}});
    Markup const body = element("header", header) +
                        element("nav", element("ul", contents), {{"aria-label", "Contents"}}) +
                        element("main", main) +
                        element("footer", "Made by gapmc. Result digest " + results.result_digest + ".");
    return "<!DOCTYPE html>\n<html lang=\"en\">\n" + (head(title) + element("body", body)).html() +
           "</html>\n";
}

}  // namespace gapmc
