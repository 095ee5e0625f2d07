// SPDX-License-Identifier: Apache-2.0
//! Shared workbench of the functions that turn a study into a model. Every list is made in the order of
//! names, never of the file, so that reordering a study changes nothing.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/resolve/model.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! What a slot holds of a quantity: its value, or its value on the link of its key.
enum class Stored { natural, linked };

class ModelBuilder {
  public:
    ModelBuilder(Study const& study, Model& model);

    //! Consecutive new slots; the number of the first.
    std::int32_t slots(std::int32_t count);
    //! Replicate 0 of the draw of that name. \throws StudyError if another name has the same id
    DrawName draw_name(std::string const& name);

    Operand operand(Quantity const& quantity, Stored stored);
    static Operand constant(double value);
    //! A standard normal of its own per trajectory.
    Operand normal(std::string const& path);
    //! A group of weights about `means` that add up to 1; constants without a concentration.
    std::vector<Operand> weights(std::vector<std::string> const& paths, std::vector<double> const& means,
                                 double const* concentration);

    //! Write a table's coefficients behind the others; index of the first.
    std::int32_t add_table(std::vector<float> const& coefficients);

    std::int32_t steps_of(double years) const;  //!< lag in steps

    Study const& study;
    Model& model;
    std::map<std::string, std::int32_t> actor_index;
    std::map<std::string, std::int32_t> driver_index;
    std::map<PairName, std::int32_t> pair_index;
    std::map<PairName, std::int32_t> process_index;   //!< process behind a pair
    std::map<PairName, double> process_sign;          //!< -1 for the denominator of a ratio
    std::map<PairName, double> view_factor;           //!< x~ = factor * x for ratios, else 1
    std::map<std::string, std::int32_t> event_index;  //!< of events that are not switched off
    std::map<std::string, std::int32_t> contrast_index;

  private:
    std::int32_t next_slot_ = 0;
};

void build_drivers(ModelBuilder& b);
void build_events(ModelBuilder& b);
void build_index(ModelBuilder& b);
//! Correlate the inputs named in [dependence]; after all inputs exist.
void build_dependence(ModelBuilder& b);

}  // namespace gapmc
