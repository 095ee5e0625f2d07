// SPDX-License-Identifier: Apache-2.0
//! Expert quantiles at any levels. References by mpmath with 40 digits, solving the equations of the levels
//! as they stand.
#include "host/exact/metalog.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/exact/special.hpp"
#include "host/exact/transform.hpp"
#include "tests/exact/oracle.hpp"
#include "tests/exact/quantities.hpp"

namespace gapmc {
namespace {

using oracle::Points;
using oracle::Wide;

Quantity at_levels(std::vector<int> levels, std::vector<double> values, Link link) {
    Quantity q =
        oracle::quantity(levels.size() == 2 ? Family::quantile2 : Family::quantile3, link, std::move(values));
    q.levels = std::move(levels);
    return q;
}

struct Reference {
    Quantity quantity;
    double below, middle, above;  //!< on the link at z = -3, 0, 2
};

TEST(ExactLevels, MetalogsAgreeWithReferences) {
    for (Reference const& r : {
             Reference{at_levels({100, 500, 900}, {0.1, 0.2, 0.4}, Link::identity), -0.06359280527342606984,
                       0.2, 0.5587905334302653119},
             Reference{at_levels({25, 250, 975}, {1, 2, 6}, Link::log), -0.7895318452270967729,
                       0.9741534133738267463, 1.812939585740172761},
             Reference{at_levels({10, 25, 500}, {0.2, 0.22, 0.35}, Link::logit), -1.685808305645865637,
                       -0.6190392084062234309, 2.319669732727115115},
         }) {
        EXPECT_NEAR(exact::exact_quantile_on_link(r.quantity, -3), r.below, 2e-13);
        EXPECT_NEAR(exact::exact_quantile_on_link(r.quantity, 0), r.middle, 2e-13);
        EXPECT_NEAR(exact::exact_quantile_on_link(r.quantity, 2), r.above, 2e-13);
        EXPECT_LT(exact::make_transform(r.quantity).table.max_error, 1e-5);
    }
}

TEST(ExactLevels, PairsAgreeWithReferences) {
    auto const expect = [](Quantity const& q, double centre, double spread) {
        exact::Transform const transform = exact::make_transform(q);
        ASSERT_EQ(transform.kind, exact::Transform::Kind::affine);
        EXPECT_NEAR(transform.affine.offset, centre, 4e-15);
        EXPECT_NEAR(transform.affine.scale, spread, 4e-15);
    };
    expect(at_levels({100, 900}, {0.1, 0.3}, Link::identity), 0.2, 0.07803041460723790678);
    expect(at_levels({25, 600}, {1, 2}, Link::log), 0.6138059477710155274, 0.3131720544931633973);
    expect(at_levels({500, 990}, {0.2, 0.9}, Link::logit), -1.386294361119890619, 1.540405447716457108);
}

TEST(ExactLevels, GoThroughTheirValues) {
    Points points{11};
    int tried = 0;
    for (int i = 0; i < 400; ++i) {
        std::vector<int> levels;
        while (levels.size() < (i % 2 == 0 ? 2u : 3u)) {
            int const level = static_cast<int>(points.uniform(1, 999.999));
            if (std::find(levels.begin(), levels.end(), level) == levels.end()) levels.push_back(level);
        }
        std::sort(levels.begin(), levels.end());
        std::vector<double> values;
        for (std::size_t k = 0; k < levels.size(); ++k) values.push_back(points.uniform(0.02, 0.98));
        std::sort(values.begin(), values.end());
        Quantity const q = at_levels(levels, values, Link::identity);
        if (exact::infeasible(q)) continue;
        ++tried;
        for (std::size_t k = 0; k < levels.size(); ++k) {
            double const z =
                exact::normal_quantile(exact::Probability{levels[k] / 1000.0, (1000 - levels[k]) / 1000.0});
            EXPECT_NEAR(exact::exact_quantile_on_link(q, z), values[k], 1e-9)
                << levels[0] << " " << levels[1];
        }
    }
    EXPECT_GT(tried, 200);
}

//! Smallest dq/dL of the metalog over a fine grid, from the definition in fifty digits.
Wide least_slope(std::vector<int> const& levels, std::vector<double> const& values) {
    Wide row[3][4];
    for (std::size_t i = 0; i < 3; ++i) {
        Wide const y = Wide{levels[i]} / 1000;
        Wide const odds = log(y / (1 - y));
        row[i][0] = 1, row[i][1] = odds, row[i][2] = (y - Wide{0.5}) * odds, row[i][3] = values[i];
    }
    for (std::size_t k = 0; k < 3;
         ++k) {  // Gauss-Jordan; the levels differ, so no pivot of the first two is 0
        for (std::size_t i = 0; i < 3; ++i) {
            if (i == k) continue;
            Wide const factor = row[i][k] / row[k][k];
            for (std::size_t j = 0; j < 4; ++j) row[i][j] -= factor * row[k][j];
        }
    }
    Wide const a2 = row[1][3] / row[1][1];
    Wide const a3 = row[2][3] / row[2][2];
    Wide least = a2;
    for (int i = -400; i <= 400; ++i) {
        Wide const odds = Wide{i} / 40;
        Wide const y = 1 / (1 + exp(-odds));
        least = std::min(least, Wide(a2 + a3 * (y - Wide{0.5} + y * (1 - y) * odds)));
    }
    return least;
}

TEST(ExactLevels, AMetalogIsAcceptedWhereItIncreases) {
    Points points{12};
    int accepted = 0, refused = 0;
    for (int i = 0; i < 300; ++i) {
        std::vector<int> levels;
        while (levels.size() < 3) {
            int const level = static_cast<int>(points.uniform(1, 999.999));
            if (std::find(levels.begin(), levels.end(), level) == levels.end()) levels.push_back(level);
        }
        std::sort(levels.begin(), levels.end());
        std::vector<double> values{points.uniform(0, 1), points.uniform(0, 1), points.uniform(0, 1)};
        std::sort(values.begin(), values.end());
        Quantity const q = at_levels(levels, values, Link::identity);
        Wide const least = least_slope(levels, values);
        if (abs(least) < 1e-3) continue;  // the grid is as coarse
        bool const increases = exact::metalog_increases(q, exact::metalog_terms(q));
        EXPECT_EQ(increases, least > 0) << levels[0] << " " << levels[1] << " " << levels[2];
        EXPECT_EQ(increases, !exact::infeasible(q));
        (increases ? accepted : refused) += 1;
    }
    EXPECT_GT(accepted, 40);
    EXPECT_GT(refused, 40);
}

TEST(ExactLevels, SpellingOutTheUsualLevelsChangesNoBit) {
    for (Link link : {Link::identity, Link::log, Link::logit}) {
        Quantity const usual = oracle::quantity(Family::quantile3, link, {0.1, 0.2, 0.6});
        Quantity const spelt = at_levels({50, 500, 950}, {0.1, 0.2, 0.6}, link);
        Quantity const pair = oracle::quantity(Family::quantile2, link, {0.1, 0.6});
        Quantity const spelt_pair = at_levels({50, 950}, {0.1, 0.6}, link);
        for (double z = -6.5; z <= 6.5; z += 0.5) {
            EXPECT_EQ(exact::exact_quantile_on_link(usual, z), exact::exact_quantile_on_link(spelt, z));
            EXPECT_EQ(exact::exact_quantile_on_link(pair, z), exact::exact_quantile_on_link(spelt_pair, z));
        }
    }
    // p05 and p95 of a pair are at 1.6448..., of p10 and p90 at 1.2815...: another level, another
    // distribution.
    EXPECT_NE(exact::exact_quantile_on_link(at_levels({100, 900}, {0.1, 0.6}, Link::log), 1),
              exact::exact_quantile_on_link(at_levels({50, 950}, {0.1, 0.6}, Link::log), 1));
}

TEST(ExactLevels, ThatDoNotFitTheirValuesAreRefused) {
    EXPECT_TRUE(exact::infeasible(at_levels({100, 500, 900}, {0, 0.95, 1}, Link::identity)));
    EXPECT_TRUE(exact::infeasible(at_levels({900, 100}, {0, 1}, Link::identity)));
    EXPECT_TRUE(exact::infeasible(at_levels({0, 500}, {0, 1}, Link::identity)));
    Quantity missing = at_levels({100, 900}, {0, 1}, Link::identity);
    missing.levels = {100};
    EXPECT_TRUE(exact::infeasible(missing));
    EXPECT_NE(exact::infeasible(at_levels({25, 975}, {1, 0}, Link::identity))
                  ->find("p025 = 1 is not below p975 = 0"),
              std::string::npos);
}

}  // namespace
}  // namespace gapmc
