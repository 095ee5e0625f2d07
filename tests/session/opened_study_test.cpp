// SPDX-License-Identifier: Apache-2.0
//! What a request shows: no part of a study's digest, refused where the study does not have it.
#include <gtest/gtest.h>

#include <string>

#include "host/outputs/headline.hpp"
#include "host/session/opened_study.hpp"
#include "kernels/base/error.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

std::string const text =
    study_text({"1 year", 2026}, one_driver("", "") +
                                     "[contrasts.ratio]\nkind = \"ratio\"\nof = \"us\"\nto = "
                                     "\"cn\"\n[index.measurement]\nsd = 0.2\n");

OpenedStudy opened(Shown const& shown, std::string const& study = text) {
    RequestOptions options;
    options.shown = shown;
    return open_study({study, {}}, "test.toml", options);
}

TEST(Shown, IsWhatTheStudyChoosesUnlessARequestDoes) {
    OpenedStudy const plain = opened({});
    OpenedStudy const other = opened({"gap", Outcome::published});
    EXPECT_EQ(headline_of(plain.study, plain.request).contrast, "ratio");
    EXPECT_EQ(headline_of(plain.study, plain.request).outcome, Outcome::constant);
    EXPECT_EQ(headline_of(other.study, other.request).contrast, "gap");
    EXPECT_EQ(headline_of(other.study, other.request).outcome, Outcome::published);
    EXPECT_EQ(plain.assumptions(), other.assumptions());
}

TEST(Shown, WhatAStudyLacksIsRefused) {
    EXPECT_THROW(opened({"gpa", {}}), UsageError);
    EXPECT_THROW(opened({"", Outcome::edition}), UsageError);
    EXPECT_THROW(opened({"", Outcome::published}, study_text({"1 year", 2026}, one_driver("", ""))),
                 UsageError);
    try {
        opened({"gpa", {}});
    } catch (UsageError const& error) {
        EXPECT_NE(std::string{error.what()}.find("one of: "), std::string::npos);
        EXPECT_NE(std::string{error.what()}.find("ratio"), std::string::npos);
    }
}

TEST(Shown, ARecordThatShowsWhatItsStudyLacksWasChanged) {
    RecordHead head;
    head.given.text = text;
    head.request.shown.contrast = "gpa";
    EXPECT_THROW(open_studies(head, "test.toml"), DataError);
    head.request.shown.contrast = "gap";
    EXPECT_EQ(open_studies(head, "test.toml").study.request.shown.contrast, "gap");
}

}  // namespace
}  // namespace gapmc::support
