// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/config/check_study.hpp"

namespace gapmc::config {
namespace {

class DimensionCheck {
  public:
    DimensionCheck(Context& context, Study const& study, Dimension const& dimension)
        : context_{context},
          study_{study},
          dimension_{dimension},
          path_{"index.dimensions." + dimension.id} {}

    void run() {
        loadings();
        outside();
        if (dimension_.base_contrast) base_contrast(*dimension_.base_contrast);
    }

  private:
    Context& context_;
    Study const& study_;
    Dimension const& dimension_;
    std::string path_;

    void loadings() {
        double sum = 0;
        bool all_given = !dimension_.loadings.empty();  // a missing or negative weight is reported by itself
        for (Loading const& loading : dimension_.loadings) {
            sum += loading.weight;
            all_given = all_given && loading.weight > 0;
            check_lag(context_, study_, loading.place,
                      fmt::format("{}.loadings.{}.lag", path_, loading.driver), loading.lag);
        }
        if (all_given && !context_.reported(path_ + ".loadings"))
            check_sum(context_, dimension_.loadings.front().place, path_ + ".loadings", sum, "loadings");
    }

    void outside() {
        bool const wanted = dimension_.reference == Reference::outside;
        auto const& path = dimension_.outside;
        if (wanted && path.empty()) {
            context_.error(dimension_.place, path_ + ".outside", "",
                           "reference = \"outside\" needs this path", "Add outside = { \"YEAR\" = value }");
        }
        if (!wanted && !path.empty()) {
            context_.error(dimension_.place, path_ + ".outside", "",
                           "the path is used by reference = \"outside\" only",
                           "Set the reference, or leave the path out");
        }
        if (path.empty()) return;
        if (context_.reported("study.base") || context_.reported("study.end")) return;
        if (path.begin()->first <= study_.base) {
            context_.error(dimension_.place, fmt::format("{}.outside.{}", path_, path.begin()->first), "",
                           fmt::format("the path is 0 at base, which is {}", study_.base),
                           "Give later years only");
        }
        if (wanted && path.rbegin()->first < study_.end) {
            context_.error(
                dimension_.place, path_ + ".outside", "",
                fmt::format("the path stops in {}, before the end in {}", path.rbegin()->first, study_.end),
                "Give a value for the last year");
        }
    }

    void base_contrast(BaseContrast const& contrast) {
        std::string const path = path_ + ".base_contrast";
        if (!contrast.first.empty() && contrast.first == contrast.second) {
            context_.error(contrast.place, path + ".second", "\"" + contrast.second + "\"",
                           "the contrast compares an actor with itself", "Name two actors");
        }
        double total = 0;
        for (std::string const& actor : {contrast.first, contrast.second}) {
            for (Actor const& known : study_.actors) {
                if (known.id == actor) total += known.score;
            }
            if (!dimension_.base.contains(actor)) continue;
            context_.error(contrast.place, path, "",
                           fmt::format("{}.base.{} gives this actor's score already", path_, actor),
                           "Remove one of them");
        }
        if (!contrast.points.is_constant()) return;
        double const half = std::abs(contrast.points.parameters[0]) / 2;
        if (total / 2 + half > 99.5 || total / 2 - half < 0.5) {
            context_.warn(contrast.place, path + ".points", fmt::format("{}", contrast.points.parameters[0]),
                          "a dimension score at base leaves 0.5 ... 99.5 and is clipped",
                          "Give a smaller contrast");
        }
    }
};

//! A break lies between two years of published scores, the later of which it names.
void check_breaks(Cursor const& table, Study const& study) {
    Context& context = table.context();
    auto const& breaks = study.index.history_breaks;
    if (breaks.empty() || context.reported("study.base")) return;
    auto const report = [&](Severity severity, std::string const& reason, std::string const& remedy) {
        context.report(severity, table.place_of("history_breaks"), "index.history_breaks",
                       table.written("history_breaks"), reason, remedy);
    };
    if (std::adjacent_find(breaks.begin(), breaks.end()) != breaks.end())
        report(Severity::error, "a year is given twice", "Give each once");
    if (breaks.back() > study.base) {
        report(Severity::error,
               fmt::format("{} is after base, whose score is the last published one", breaks.back()),
               "Describe changes to come in [index.revisions]");
    }
    int first = study.base;
    for (Actor const& actor : study.actors) {
        if (!actor.history.empty()) first = std::min(first, actor.history.begin()->first);
    }
    if (breaks.front() <= first) {
        report(Severity::warning,
               fmt::format("no score before {} is given, so the break has no effect", breaks.front()),
               "Give the history of the actors, or leave the year out");
    }
}

}  // namespace

void check_index(Cursor const& root, Study const& study) {
    Context& context = root.context();
    Index const& index = study.index;
    check_breaks(root.table("index"), study);
    if (index.dimensions.empty()) return;  // reported as missing
    double sum = 0;
    bool all_given = true;
    for (Dimension const& dimension : index.dimensions) {
        sum += dimension.weight;
        all_given = all_given && dimension.weight > 0;
        DimensionCheck{context, study, dimension}.run();
    }
    Cursor const first = root.table("index").table("dimensions").entry(index.dimensions.front().id);
    if (all_given) {
        check_sum(context, first.place_of("weight"), "index.dimensions.*.weight", sum,
                  "weights of the dimensions");
    }
    if (index.weight_concentration && index.dimensions.size() == 1) {
        context.warn(root.table("index").place_of("weight_concentration"), "index.weight_concentration", "",
                     "a single dimension has no uncertain weight, so this has no effect", "Leave it out");
    }
    if (index.revisions && !index.revisions->first.empty() &&
        index.revisions->first == index.revisions->second) {
        context.error(index.revisions->place, "index.revisions.between", "",
                      "the difference is of an actor with itself", "Name two actors");
    }
}

}  // namespace gapmc::config
