// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/config/problems.hpp"
#include "host/config/schema.hpp"
#include "host/config/tree.hpp"

namespace gapmc::config {

//! Names that a study defines; what its references may name.
struct NameSets {
    std::vector<std::string> actors;  //!< of study.actors, valid ones
    std::vector<std::string> drivers;
    std::vector<std::string> events;
    std::vector<std::string> dimensions;
    std::vector<std::string> contrasts;  //!< "gap" always
    std::vector<std::string> scenarios;

    //! Names of that kind; pairs are every driver with every actor.
    std::vector<std::string> of(Names names) const;
    bool knows(Names names, std::string_view name) const;
};

NameSets collect_names(Node const& root);

//! Where problems go, and what a study defines.
struct Context {
    std::string file;
    std::vector<Problem>& problems;
    NameSets names;

    //! Reports at a value or key; line 0 means the command line.
    void report(Severity severity, Place place, std::string const& key, std::string const& value,
                std::string const& reason, std::string const& remedy, std::string const& suggestion = {});
    void error(Place place, std::string const& key, std::string const& value, std::string const& reason,
               std::string const& remedy, std::string const& suggestion = {}) {
        report(Severity::error, place, key, value, reason, remedy, suggestion);
    }
    void warn(Place place, std::string const& key, std::string const& value, std::string const& reason,
              std::string const& remedy) {
        report(Severity::warning, place, key, value, reason, remedy);
    }
    //! Something worth knowing that is no fault.
    void note(Place place, std::string const& key, std::string const& value, std::string const& reason,
              std::string const& remedy) {
        report(Severity::note, place, key, value, reason, remedy);
    }
    //! Whether an error at that key path, or below it, is reported already; what follows from it is not worth
    //! a word.
    bool reported(std::string const& path) const;
    //! Whether names of that kind can be judged: not those of actors when study.actors is wrong itself.
    bool judges(Names names_of) const;
    //! Reports a reference to something that the study does not define.
    void unknown_reference(Place place, std::string const& key, std::string const& name, Names names_of);
};

//! `parent.name`, or `name` at the root.
std::string joined(std::string_view parent, std::string_view name);

//! "an actor", "a driver" ...
std::string one_of(Names names);

//! Texts with `, ` between.
std::string listed(std::vector<std::string> const& texts);

}  // namespace gapmc::config
