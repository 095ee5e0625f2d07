// SPDX-License-Identifier: Apache-2.0
//! The options of samples, as they were given, and what they ask of a study.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/app/verb.hpp"
#include "host/samples/request.hpp"
#include "host/study/request.hpp"
#include "host/study/study.hpp"

namespace gapmc {

struct SampleOptions {
    std::optional<std::uint64_t> number;
    std::string by;
    std::string where;
    std::set<SamplePart> parts;         //!< empty: all
    std::vector<SampleFormat> formats;  //!< empty: the usual one

    bool any() const { return number || !by.empty() || !where.empty() || !parts.empty() || !formats.empty(); }
};

//! The words of the command line that ask for the same.
std::vector<std::string> words_of(SampleOptions const& options);

void declare_samples(VerbOptions& verb, SampleOptions& options);

/*!
 * What is asked for, checked.
 * \param range  of the run's trajectories  \param notice  what to tell people, else left as it is
 * \return nothing where no samples are asked for
 * \throws UsageError
 */
std::optional<SampleRequest> sample_request(SampleOptions const& options, Study const& study,
                                            Request const& request, std::uint64_t trajectories,
                                            std::string& notice);

}  // namespace gapmc
