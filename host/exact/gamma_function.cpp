// SPDX-License-Identifier: Apache-2.0
#include "host/exact/elementary.hpp"
#include "host/exact/special.hpp"

namespace gapmc::exact {
namespace {

constexpr double one_minus_euler = 0.422784335098467139393;

//! (-1)^k (ζ(k) - 1)/k, k = 2 ... 31.
constexpr double zeta_terms[30] = {
    0.3224670334241132,     -0.0673523010531981,     0.020580808427784546,   -0.007385551028673986,
    0.0028905103307415234,  -0.001192753911703261,   0.0005096695247430425,  -0.00022315475845357939,
    9.945751278180853e-05,  -4.492623673813314e-05,  2.050721277567069e-05,  -9.439488275268397e-06,
    4.374866789907488e-06,  -2.039215753801366e-06,  9.55141213040742e-07,   -4.492469198764566e-07,
    2.1207184805554665e-07, -1.0043224823968099e-07, 4.7698101693639804e-08, -2.2711094608943164e-08,
    1.0838659214896955e-08, -5.183475041970047e-09,  2.4836745438024785e-09, -1.1921401405860912e-09,
    5.731367241678862e-10,  -2.7595228851242334e-10, 1.330476437424449e-10,  -6.4229645638381e-11,
    3.1044247747322276e-11, -1.5021384080754142e-11};

//! ln Γ(2 + a) = (1 - γ) a + Σ (-1)^k (ζ(k) - 1) a^k/k for |a| <= ½.
double ln_gamma_about_two(double a) {
    double sum = zeta_terms[29];
    for (int i = 28; i >= 0; --i) sum = sum * a + zeta_terms[i];
    return a * (one_minus_euler + a * sum);
}

//! Stirling's series for x >= 10: the first term left out is below 1e-17. \see DLMF 5.11.1
double stirling_series(double x) {
    constexpr double coefficients[10] = {1.0 / 12,         -1.0 / 360,        1.0 / 1260, -1.0 / 1680,
                                         1.0 / 1188,       -691.0 / 360360,   1.0 / 156,  -3617.0 / 122400,
                                         43867.0 / 244188, -174611.0 / 125400};
    double const y = 1 / (x * x);
    double sum = coefficients[9];
    for (int i = 8; i >= 0; --i) sum = sum * y + coefficients[i];
    return sum / x;
}

}  // namespace

double ln_gamma(double x) {
    if (!(x > 0)) return not_a_number;
    if (x < 0.5) return ln_gamma_next(x) - log(x);
    if (x < 1.5) return ln_gamma_next(x - 1);
    if (x <= 2.5) return ln_gamma_about_two(x - 2);
    if (x >= 10) return ((x - 0.5) * log(x) - x) + (half_ln_two_pi + stirling_series(x));
    double product = 1;
    while (x > 2.5) {
        x -= 1;
        product *= x;
    }
    return ln_gamma_about_two(x - 2) + log(product);
}

double ln_gamma_next(double x) {
    if (x >= -0.5 && x <= 0.5) return ln_gamma_about_two(x) - log1p(x);
    return ln_gamma(1 + x);
}

double stirling_rest(double x) {
    if (x >= 10) return stirling_series(x);
    return ln_gamma(x) - ((x - 0.5) * log(x) - x + half_ln_two_pi);
}

}  // namespace gapmc::exact
