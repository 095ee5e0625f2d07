// SPDX-License-Identifier: Apache-2.0
//! One number for the bits of everything in host/exact: the same with any compiler, optimisation, processor
//! and C library. To see what the test is worth, compile it at -O0 and -O3, with both compilers, with -mfma
//! -ffp-contract=off, and run it with the C library's fused paths off.

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <vector>

#include "host/exact/elementary.hpp"
#include "host/exact/linear.hpp"
#include "host/exact/special.hpp"
#include "host/exact/transform.hpp"
#include "tests/exact/oracle.hpp"
#include "tests/exact/quantities.hpp"

namespace gapmc {
namespace {

using oracle::Points;
using oracle::quantity;

//! FNV-1a over bit patterns; every NaN counts as the same.
class Hash {
  public:
    void add(double value) {
        add_word(value == value ? std::bit_cast<std::uint64_t>(value) : 0x7ff8000000000000u);
    }
    void add(float value) { add_word(std::bit_cast<std::uint32_t>(value)); }
    template<class T>
    void add(std::vector<T> const& values) {
        for (T value : values) add(value);
    }
    std::uint64_t value() const { return value_; }

  private:
    void add_word(std::uint64_t word) {
        for (int i = 0; i < 8; ++i) value_ = (value_ ^ (word >> (8 * i) & 255)) * 0x100000001b3u;
    }
    std::uint64_t value_ = 0xcbf29ce484222325u;
};

void hash_elementary(Hash& hash) {
    Points points{1};
    for (int i = 0; i < 20000; ++i) {
        double const x = points.uniform(-40, 40);
        double const y = points.uniform(0, 1);
        for (auto f : {exact::exp, exact::expm1, exact::logistic, exact::log1p_exp, exact::expm1_minus})
            hash.add(f(x));
        for (auto f : {exact::log, exact::log1p, exact::sin, exact::logit, exact::expm1}) hash.add(f(y));
        hash.add(exact::pow(y, x));
    }
}

void hash_special(Hash& hash) {
    Points points{2};
    for (int i = 0; i < 1500; ++i) {
        double const z = points.uniform(-6.5, 6.5);
        double const a = exact::exp(points.uniform(-6, 8));
        double const b = exact::exp(points.uniform(-4, 6));
        exact::Probability const p = exact::normal_probability(z);
        hash.add(p.lower);
        hash.add(p.upper);
        hash.add(exact::normal_quantile(p));
        hash.add(exact::ln_gamma(a));
        hash.add(exact::gamma_quantile_log(a, p));
        hash.add(exact::gamma_probability(a, b).upper);
        hash.add(exact::beta_quantile_logit(b, a, p));
        hash.add(exact::beta_probability(a, b, p.lower).lower);
        hash.add(exact::student_t_quantile(b + 0.5, p));
    }
}

void hash_linear(Hash& hash) {
    Points points{3};
    for (int n = 2; n <= 16; ++n) {
        exact::SquareMatrix m = exact::SquareMatrix::identity(n);
        exact::SquareMatrix nonnegative{n};
        for (int i = 0; i < n; ++i) {
            for (int j = 0; j < i; ++j) m.at(i, j) = m.at(j, i) = points.uniform(-0.9, 0.9);
            for (int j = 0; j < n; ++j)
                nonnegative.at(i, j) = points.uniform(0, 1) < 0.4 ? points.uniform(0, 1) : 0;
        }
        exact::Repair const repair = exact::nearest_correlation(m);
        hash.add(repair.matrix.values);
        hash.add(exact::cholesky_psd(repair.matrix)->values);
        hash.add(exact::smallest_eigenvalue(m));
        hash.add(exact::spectral_radius_nonnegative(nonnegative));
        if (auto const triple = exact::worst_triple(m)) hash.add(triple->eigenvalue);
    }
}

void hash_tables(Hash& hash) {
    using F = Family;
    using L = Link;
    Quantity empirical = quantity(F::empirical, L::log, {});
    empirical.values = {1, 1.5, 4};
    Quantity choice = quantity(F::choice, L::identity, {});
    choice.values = {1, 2, 3};
    choice.weights = {0.2, 0.3, 0.5};
    for (Quantity const& q :
         {quantity(F::quantile3, L::log, {1, 2, 5}), quantity(F::quantile3, L::logit, {0.1, 0.3, 0.4}),
          quantity(F::quantile2, L::log, {1, 5}), quantity(F::lognormal, L::identity, {1, 0.3}),
          quantity(F::triangular, L::log, {0, 1, 3}), quantity(F::pert, L::identity, {0, 1, 3}),
          quantity(F::beta, L::logit, {2, 5, 0, 1}), quantity(F::gamma, L::log, {0.7, 2}),
          quantity(F::student_t, L::identity, {0, 1, 4}), quantity(F::uniform, L::logit, {0, 1}),
          oracle::truncated(quantity(F::normal, L::log, {1, 1}), 0, 4),
          oracle::truncated(quantity(F::quantile3, L::log, {1, 2, 5}), 0.5, 6),
          oracle::truncated(quantity(F::student_t, L::log, {1, 1, 4}), 0, {}), empirical, choice}) {
        exact::Transform const transform = exact::make_transform(q);
        hash.add(transform.affine.offset);
        hash.add(transform.affine.scale);
        hash.add(transform.table.coefficients);
        hash.add(transform.table.max_error);
        hash.add(transform.step.thresholds_z);
        exact::Implied const implied = exact::implied(q);
        for (double value : {implied.p05, implied.median, implied.mean, implied.p95}) hash.add(value);
    }
    hash.add(exact::make_log_gamma_table(3.7).coefficients);
    hash.add(exact::make_log_gamma_table(0.2).coefficients);
    hash.add(exact::make_log_sqrt_tail_table(5).coefficients);
}

TEST(ExactReproducibility, BitsAreTheSameEverywhere) {
    Hash hash;
    hash_elementary(hash);
    EXPECT_EQ(hash.value(), 0xa84421b85b275e77u) << "elementary";
    hash_special(hash);
    EXPECT_EQ(hash.value(), 0x47c804fd648c5e62u) << "special";
    hash_linear(hash);
    EXPECT_EQ(hash.value(), 0x93d4ca7522a20a11u) << "linear";
    hash_tables(hash);
    EXPECT_EQ(hash.value(), 0xa2393d7922d83575u) << "tables";
}

TEST(ExactReproducibility, TheHashSeesOneBit) {
    Hash a;
    Hash b;
    a.add(1.0);
    b.add(1.0 + 0x1p-52);
    EXPECT_NE(a.value(), b.value());
}

}  // namespace
}  // namespace gapmc
