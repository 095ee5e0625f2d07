// SPDX-License-Identifier: Apache-2.0
//! One trajectory of the reference study in float, as one would write it by hand for a device: what
//! curand_peer.cu runs in its kernel. The host compiles it too, so that std_peer can check the model with
//! other draws where there is no device. Shares no code with gapmc.
//!
//! Draws come in fours, since cuRAND's counter-based generator makes four at a time. A type `Draws` has
//!   void normals(float* four)    standard normals
//!   void uniforms(float* four)   in (0, 1]
#pragma once

#include <math.h>

#include <cmath>

#ifdef __CUDACC__
#define PEER_FUNCTION __host__ __device__ inline
#else
#define PEER_FUNCTION inline
#endif

namespace gapmc::bench {

//! The study's numbers as the walk needs them; pairs in the order [actor][driver], drivers investment,
//! compute, talent. Normals are given by mean and standard deviation.
struct ReferenceStudy {
    static constexpr int years = 11, pairs = 6, drivers = 3, events = 2;
    //! Whose level event e takes its size off: controls compute.cn, bust investment.us.
    PEER_FUNCTION static constexpr int pair_of_event(int e) { return e == 0 ? 4 : 0; }

    float growth[pairs][2];
    float log_volatility[pairs][2];
    float size[events][2];
    float onset[events];                      // probability of the first onset in a year
    float cholesky[pairs * (pairs + 1) / 2];  // rows of the lower triangle
    float behind[pairs];                      // logarithm of the level less that of the leader, at base
    float base[2];                            // logits of the scores
    float steepness[drivers];
    float phi;
    float gamma_shape;  // the same for the three weights
};

inline ReferenceStudy reference_study() {
    constexpr double z95 = 1.6448536269514722;
    constexpr double growth[6][2] = {{-0.05, 0.25}, {0.10, 0.50}, {-0.02, 0.08},
                                     {-0.05, 0.30}, {0.10, 0.60}, {0.00, 0.14}};
    constexpr double volatility[6][2] = {{0.20, 0.40}, {0.20, 0.45}, {0.03, 0.08},
                                         {0.25, 0.50}, {0.25, 0.55}, {0.03, 0.08}};
    constexpr double levels[6] = {110, 4500, 40, 20, 570, 30};
    constexpr double sizes[2][2] = {{-0.8, -0.1}, {-1.0, -0.2}}, rates[2] = {0.15, 0.10};
    constexpr double totals[2] = {0.78, 0.58}, steepness[3] = {0.5, 0.3, 1.0};
    auto const normal = [](double p05, double p95, float* out) {
        out[0] = static_cast<float>(0.5 * (p05 + p95));
        out[1] = static_cast<float>((p95 - p05) / (2 * z95));
    };
    ReferenceStudy study{};
    double factor[6][6] = {};
    for (int i = 0; i < 6; ++i) {
        normal(growth[i][0], growth[i][1], study.growth[i]);
        normal(std::log(volatility[i][0]), std::log(volatility[i][1]), study.log_volatility[i]);
        study.behind[i] =
            static_cast<float>(std::log(levels[i] / std::fmax(levels[i % 3], levels[3 + i % 3])));
        for (int j = 0; j <= i; ++j) {
            double sum = i == j ? 1.0 : i / 3 == j / 3 ? 0.2 : i % 3 == j % 3 ? 0.3 : 0.1;
            for (int k = 0; k < j; ++k) sum -= factor[i][k] * factor[j][k];
            factor[i][j] = i == j ? std::sqrt(sum) : sum / factor[j][j];
            study.cholesky[i * (i + 1) / 2 + j] = static_cast<float>(factor[i][j]);
        }
    }
    for (int e = 0; e < 2; ++e) {
        normal(sizes[e][0], sizes[e][1], study.size[e]);
        study.onset[e] = static_cast<float>(-std::expm1(-rates[e]));
        study.base[e] = static_cast<float>(std::log(totals[e] / (1 - totals[e])));
    }
    for (int k = 0; k < 3; ++k) study.steepness[k] = static_cast<float>(steepness[k]);
    study.phi = 0.5f;
    study.gamma_shape = static_cast<float>(20.0 / 3.0);
    return study;
}

#ifdef __CUDA_ARCH__
PEER_FUNCTION float fast_exp(float x) { return __expf(x); }
PEER_FUNCTION float fast_log(float x) { return __logf(x); }
PEER_FUNCTION float fast_quotient(float a, float b) { return __fdividef(a, b); }
#else
PEER_FUNCTION float fast_exp(float x) { return std::exp(x); }
PEER_FUNCTION float fast_log(float x) { return std::log(x); }
PEER_FUNCTION float fast_quotient(float a, float b) { return a / b; }
#endif

//! Three gammas of one shape above 1, together (Marsaglia and Tsang 2000): a draw is kept 98 times of 100, so
//! most trajectories take one turn.
template<class Draws>
PEER_FUNCTION void draw_gammas(float shape, Draws& draws, float* gamma) {
    float const d = shape - 1.0f / 3.0f, c = 1.0f / sqrtf(9.0f * d);
    gamma[0] = gamma[1] = gamma[2] = -1.0f;
    do {
        float z[4], u[4];
        draws.normals(z);
        draws.uniforms(u);
        for (int k = 0; k < 3; ++k) {
            float const root = 1.0f + c * z[k], v = root * root * root;
            if (gamma[k] < 0.0f && root > 0.0f &&
                fast_log(u[k]) < 0.5f * z[k] * z[k] + d * (1.0f - v + fast_log(v)))
                gamma[k] = d * v;
        }
    } while (gamma[0] < 0.0f || gamma[1] < 0.0f || gamma[2] < 0.0f);
}

//! What a trajectory carries from year to year.
struct WalkState {
    float growth[ReferenceStudy::pairs], volatility[ReferenceStudy::pairs];
    float weight[ReferenceStudy::drivers];  // times 100
    float left[ReferenceStudy::events];     // size of the event that is still to come, else 0
    float moved[ReferenceStudy::pairs];     // logarithms of the levels less those at base
};

template<class Draws>
PEER_FUNCTION void start_walk(ReferenceStudy const& study, Draws& draws, WalkState& state) {
    using S = ReferenceStudy;
    float z[16];
    for (int i = 0; i < 16; i += 4) draws.normals(z + i);
    for (int i = 0; i < S::pairs; ++i) {
        state.growth[i] = study.growth[i][0] + study.growth[i][1] * z[i];
        state.volatility[i] =
            fast_exp(study.log_volatility[i][0] + study.log_volatility[i][1] * z[S::pairs + i]);
        state.moved[i] = 0.0f;
    }
    for (int e = 0; e < S::events; ++e)
        state.left[e] = study.size[e][0] + study.size[e][1] * z[2 * S::pairs + e];
    float* const weight = state.weight;
    draw_gammas(study.gamma_shape, draws, weight);
    float const scale = fast_quotient(100.0f, weight[0] + weight[1] + weight[2]);
    for (int k = 0; k < S::drivers; ++k) weight[k] *= scale;
}

//! One year from six normals and two uniforms. \return the gap at its end
PEER_FUNCTION float advance_walk(ReferenceStudy const& study, WalkState& state, float const* z,
                                 float const* u) {
    using S = ReferenceStudy;
    for (int e = 0; e < S::events; ++e) {
        bool const onset = u[e] < study.onset[e];
        state.moved[S::pair_of_event(e)] += onset ? state.left[e] : 0.0f;
        state.left[e] = onset ? 0.0f : state.left[e];
    }
    for (int i = 0; i < S::pairs; ++i) {
        float shock = 0.0f;
        for (int j = 0; j <= i; ++j) shock += study.cholesky[i * (i + 1) / 2 + j] * z[j];
        state.moved[i] += state.growth[i] + state.volatility[i] * shock;
    }
    float gap = 0.0f;
    for (int k = 0; k < S::drivers; ++k) {
        float const us = state.moved[k], cn = state.moved[S::drivers + k];
        float const ahead = study.phi * fmaxf(us + study.behind[k], cn + study.behind[S::drivers + k]);
        float const first = study.base[0] + study.steepness[k] * (us - ahead);
        float const second = study.base[1] + study.steepness[k] * (cn - ahead);
        gap += state.weight[k] *
               (fast_quotient(1.0f, 1.0f + fast_exp(-first)) - fast_quotient(1.0f, 1.0f + fast_exp(-second)));
    }
    return gap;
}

// `count` is a function of the host or of the device, as its caller is.
#ifdef __CUDACC__
#pragma nv_exec_check_disable
#endif
//! Walk one trajectory; count(year, gap) once a year.
template<class Draws, class Count>
PEER_FUNCTION void reference_walk(ReferenceStudy const& study, Draws& draws, Count const& count) {
    using S = ReferenceStudy;
    WalkState state;
    start_walk(study, draws, state);
    // Two years take twelve normals and four uniforms: fours without a remainder.
    for (int year = 0; year < S::years; year += 2) {
        float z[12], u[4];
        for (int i = 0; i < 12; i += 4) draws.normals(z + i);
        draws.uniforms(u);
        count(year, advance_walk(study, state, z, u));
        if (year + 1 < S::years) count(year + 1, advance_walk(study, state, z + S::pairs, u + S::events));
    }
}

}  // namespace gapmc::bench
