// SPDX-License-Identifier: Apache-2.0
#include "host/report/calibrated.hpp"

namespace gapmc {

std::string_view calibrated(double probability) {
    if (probability >= 0.99) return "virtually certain";
    if (probability >= 0.90) return "very likely";
    if (probability >= 0.66) return "likely";
    if (probability >= 0.33) return "about as likely as not";
    if (probability >= 0.10) return "unlikely";
    if (probability >= 0.01) return "very unlikely";
    return "exceptionally unlikely";
}

std::string_view calibrated_scale() {
    return "Words of probability follow one scale: virtually certain from 99 %, very likely from 90 %, "
           "likely "
           "from 66 %, about as likely as not from 33 %, unlikely from 10 %, very unlikely from 1 %, "
           "exceptionally unlikely below.";
}

}  // namespace gapmc
