// SPDX-License-Identifier: Apache-2.0
//! What is asked of single trajectories: a sentence that each of them fulfils or not.
#pragma once

#include <string>
#include <vector>

#include "host/study/quantity.hpp"
#include "host/study/shown.hpp"

namespace gapmc {

//! A multiple of a quantity at the end of a year.
struct StatementTerm {
    enum class Of { contrast, score, driver, quantity };
    double coefficient = 1;
    Of of = Of::contrast;
    Outcome outcome = Outcome::constant;  //!< of a contrast
    std::string id;                       //!< contrast, actor, pair, or quantity of the study
    bool on_scale = false;                //!< of a driver: its logarithm or logit, on which it moves
    int year = 0;                         //!< index year; 0 in a passage, and in a quantity of the study
};

enum class Relation { less, at_most, at_least, more };

//! A part of a statement. Parts stand behind those that they are made of.
struct StatementPart {
    enum class Kind {
        comparison,  //!< sum of terms, relation, bound
        reached,     //!< the same of one quantity at the end of some year from first_year to last_year
        happened,    //!< an onset of the event in some year from first_year to last_year
        both,
        either,
        negation
    };
    Kind kind = Kind::comparison;
    std::vector<StatementTerm> terms = {};
    Relation relation = Relation::at_most;
    double bound = 0;  //!< in the terms' unit
    std::string event = {};
    int first_year = 0;
    int last_year = 0;
    int left = -1;  //!< of both, either and negation: a part
    int right = -1;
};

struct Statement {
    std::string text;        //!< as it was written
    std::string id = {};     //!< in the study; empty: it was asked for on the command line
    std::string title = {};  //!< one line for people; may be empty
    std::vector<StatementPart> parts;
    int holds = -1;  //!< the part that is asked for
    int given = -1;  //!< the part that is taken for granted; -1: nothing
};

}  // namespace gapmc
