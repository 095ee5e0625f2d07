// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "host/digest/sha256.hpp"
#include "host/session/session.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc {
namespace {

using support::cpu;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint64_t n = 4096;

std::string page_of(std::string const& text, std::vector<std::string> const& overrides = {},
                    std::uint64_t trajectories = n) {
    Session const session = support::session_of(text, trajectories, overrides);
    Record const record = support::record_of(session, *cpu());
    return report_html(session.study(), record, session.results(record));
}

std::string const& page() {
    static std::string const made = page_of(support::source_text("configs/three-actors.toml"));
    return made;
}

//! The first thing that keeps elements from being nested, or "".
std::string badly_nested(std::string const& html) {
    std::vector<std::string> open;
    std::regex const tag{R"(<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z0-9:-]+(?:="[^"<]*")?)*)\s*(/?)>)"};
    std::set<std::string> const empty{"meta", "wbr"};
    std::size_t at = html.find("<html");
    for (; at != std::string::npos; at = html.find('<', at)) {
        std::smatch match;
        std::string const rest = html.substr(at, 40000);
        if (!std::regex_search(rest, match, tag, std::regex_constants::match_continuous))
            return "tag: " + rest.substr(0, 80);
        std::string const name = match[2];
        if (match[1] == "/") {
            if (open.empty() || open.back() != name) return "end of " + name;
            open.pop_back();
        } else if (match[4] != "/" && !empty.contains(name)) {
            open.push_back(name);
        }
        at += static_cast<std::size_t>(match.length());
        if (name == "style" && match[1] != "/") at = html.find("</style>", at);
    }
    return open.empty() ? "" : "not closed: " + open.back();
}

std::vector<std::string> all_of(std::string const& text, std::string const& pattern) {
    std::vector<std::string> found;
    std::regex const one{pattern};
    for (std::sregex_iterator match{text.begin(), text.end(), one}; match != std::sregex_iterator{}; ++match)
        found.push_back((*match)[1]);
    return found;
}

TEST(ReportHtml, IsOnePageThatNeedsNothing) {
    EXPECT_EQ(badly_nested(page()), "");
    EXPECT_NE(badly_nested(page().substr(0, page().size() - 8)), "") << "the check can fail";
    EXPECT_THAT(page(), ::testing::StartsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
    for (char const* const forbidden : {"<script", "<link", "<img", "<iframe", "<object", "@import", "url(h",
                                        "src=", "style=", " onload", "nan", "inf\""})
        EXPECT_THAT(page(), Not(HasSubstr(forbidden)));
    EXPECT_LT(page().size(), 2u << 20);
}

TEST(ReportHtml, AllowsItsOwnStyleSheetAndNothingElse) {
    std::string const style = all_of(page(), "<style>([^<]*)</style>").at(0);
    EXPECT_THAT(page(), HasSubstr("default-src &#39;none&#39;; style-src &#39;sha256-" +
                                  sha256_base64(style) + "&#39;"));
}

TEST(ReportHtml, EveryColourThatIsUsedIsDefinedByDayAndByNight) {
    std::string const style = all_of(page(), "<style>([^<]*)</style>").at(0);
    std::set<std::string> used;
    for (std::string const& name : all_of(page(), "var\\((--[a-z0-9-]+)\\)")) used.insert(name);
    EXPECT_GE(used.size(), 13u);
    for (std::string const& name : used)  // by day, by night and on paper
        EXPECT_EQ(all_of(style, "(" + name + "):#[0-9a-f]{3,6};").size(), 3u) << name;
}

TEST(ReportHtml, EqualRecordsGiveEqualBytes) {
    EXPECT_EQ(sha256_hex(page()), sha256_hex(page_of(support::source_text("configs/three-actors.toml"))));
}

TEST(ReportHtml, ContentsLeadToSectionsAndNoNameIsThereTwice) {
    auto const targets = all_of(page(), "href=\"#([^\"]*)\"");
    auto const ids = all_of(page(), " id=\"([^\"]*)\"");
    EXPECT_GE(targets.size(), 5u);
    for (std::string const& target : targets)
        EXPECT_EQ(std::count(ids.begin(), ids.end(), target), 1) << target;
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
    for (std::string const& names : all_of(page(), "aria-labelledby=\"([^\"]*)\""))
        for (std::string const& name : all_of(names, "([^ ]+)"))
            EXPECT_EQ(std::count(ids.begin(), ids.end(), name), 1) << name;
}

TEST(ReportHtml, SaysWhichOutcomeItsNumbersSpeakOf) {
    EXPECT_THAT(page(), HasSubstr("constant method of"));
    std::string const published =
        page_of(support::source_text("configs/three-actors.toml"), {"report.outcome=published"});
    std::string const summary = published.substr(0, published.find("id=\"bands\""));
    EXPECT_THAT(summary.substr(summary.find("id=\"summary\"")), HasSubstr("as published"));
}

//! What the page says in words is what the results hold.
TEST(ReportHtml, NumbersAreThoseOfTheResults) {
    Session const session = support::session_of(support::source_text("configs/three-actors.toml"), n);
    Record const record = support::record_of(session, *cpu());
    Results results = session.results(record);
    for (QuantitySummary& q : results.quantities)
        if (q.target == Target::contrast && q.id == "gap") q.years.back().narrower = Estimate{0.725, 0.001};
    for (PassageSummary& p : results.passages) {
        p.reached.rbegin()->second = {0.123, 0.001};
        p.never = {0.877, 0.001};
    }
    std::string const html = report_html(session.study(), record, results);
    EXPECT_THAT(html, HasSubstr("<strong>likely</strong> (72.5 % \u00b1 0.1)"));
    EXPECT_THAT(html, HasSubstr("<strong>unlikely</strong> (12.3 % \u00b1 0.1)"));
    EXPECT_THAT(html, HasSubstr(results.result_digest));
}

TEST(ReportHtml, EveryInputIsThereWithItsSource) {
    for (char const* const head : {"Inputs under actors", "Inputs under drivers", "Inputs under index"})
        EXPECT_THAT(page(), HasSubstr(head));
    std::string const judged = page_of(support::source_text("configs/three-actors.toml"),
                                       {"index.phi.note=judgement: a guess of \"ours\" <b>",
                                        "index.phi.source=https://example.org/a?b=1&c=2"});
    EXPECT_THAT(judged, HasSubstr("<span class=\"tag\">judgement</span>"));
    EXPECT_THAT(judged, HasSubstr(" a guess of &quot;ours&quot; &lt;b&gt;"));
    EXPECT_THAT(judged, HasSubstr("href=\"https://example.org/a?b=1&amp;c=2\""));
}

//! Texts of a study that would be markup, a link, a style or an entity stay text wherever they come.
TEST(ReportHtml, TextsOfTheStudyStayText) {
    constexpr std::array hostile{"<script>alert(1)</script>",
                                 "</title><script>alert(1)</script>",
                                 "</style><script>alert(1)</script>",
                                 "</svg><script>alert(1)</script>",
                                 "\\\"><img src=x onerror=alert(1)>",
                                 "' onmouseover='alert(1)",
                                 "javascript:alert(1)",
                                 "data:text/html,<script>alert(1)</script>",
                                 "http://x/\\\"onclick=alert(1)//",
                                 "&lt;script&gt;&amp;",
                                 "<!-- <![CDATA[ ]]> -->",
                                 "\\u202Eevil\\u2066"};
    for (char const* const words : hostile) {
        std::string const quoted = "\"" + std::string{words} + "\"";
        std::string const html = page_of(
            support::source_text("configs/three-actors.toml"),
            {"study.title=" + quoted, "study.description=" + quoted, "index.phi.note=" + quoted,
             "index.phi.source=" + quoted, "actors.us.name=" + quoted, "contrasts.gap.unit=" + quoted},
            64);
        EXPECT_EQ(badly_nested(html), "") << words;
        std::string const bare = std::regex_replace(html, std::regex{"\"[^\"]*\""}, "\"\"");
        EXPECT_TRUE(all_of(bare, "<[^>]*( on[a-z]+=)").empty()) << words;
        for (char const* const tag : {"<script", "<img", "<!--"})
            EXPECT_EQ(html.find(tag), std::string::npos) << words << ": " << tag;
        for (std::string const& address : all_of(html, "href=\"([^\"]*)\""))
            EXPECT_TRUE(address.starts_with("#") || address.starts_with("http")) << address;
        for (unsigned char const c : html) EXPECT_TRUE(c >= 0x20 || c == '\n') << words;
    }
}

TEST(ReportHtml, ARunOfNothingSaysSo) {
    Session const session = support::session_of(support::source_text("configs/three-actors.toml"), n);
    Record const record = session.empty_record();
    std::string const html = report_html(session.study(), record, session.results(record));
    EXPECT_THAT(html, HasSubstr("nothing to show"));
    EXPECT_EQ(badly_nested(html), "");
    EXPECT_THAT(html, Not(HasSubstr("<svg")));
}

TEST(ReportHtml, AFewTrajectoriesAreEnough) {
    for (std::uint64_t const few : {1, 2, 3}) {
        std::string const html = page_of(support::source_text("configs/three-actors.toml"), {}, few);
        EXPECT_EQ(badly_nested(html), "") << few;
        // No word of probability is taken from a single trajectory, or from three.
        std::size_t const begin = html.find("id=\"summary\"");
        std::string const summary = html.substr(begin, html.find("id=\"bands\"") - begin);
        EXPECT_EQ(summary.find("<strong>"), std::string::npos) << summary;
        EXPECT_THAT(summary, HasSubstr("too few for a word"));
        EXPECT_THAT(summary, HasSubstr("(errors not known: too few trajectories)"));
        EXPECT_THAT(html, Not(HasSubstr(">nan")));
    }
}

}  // namespace
}  // namespace gapmc
