// SPDX-License-Identifier: Apache-2.0
// Processes, views, shocks, couplings and histories (docs/model.md 2).
#include <algorithm>
#include <set>

#include "host/exact/transform.hpp"
#include "host/resolve/correlation.hpp"
#include "host/resolve/dependence.hpp"
#include "host/resolve/model_builder.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! The study's process behind a pair.
Process const& process_of(Driver const& driver, std::string const& actor) {
    return driver.ratio ? driver.ratio->process : driver.actors.at(actor);
}

Driver const& driver_of(Study const& study, std::string const& id) {
    return *std::find_if(study.drivers.begin(), study.drivers.end(),
                         [&](Driver const& d) { return d.id == id; });
}

Operand optional_operand(ModelBuilder& b, std::optional<Quantity> const& quantity, Stored stored) {
    return quantity ? b.operand(*quantity, stored) : Operand{};
}

void add_process(ModelBuilder& b, PairName const& pair, Process const& source) {
    ProcessNode p{};
    p.level = b.operand(source.level, Stored::linked);
    p.growth = b.operand(source.growth, Stored::natural);
    p.relaxes = source.growth_start.has_value();
    if (source.growth_start) {
        p.growth_start = b.operand(*source.growth_start, Stored::natural);
        p.half_life = b.operand(*source.growth_half_life, Stored::natural);
    }
    p.volatility = b.operand(source.volatility, Stored::natural);
    p.reverts = source.reversion.has_value();
    p.reversion = optional_operand(b, source.reversion, Stored::natural);
    p.has_level = source.reversion_level.has_value();
    p.reversion_level = optional_operand(b, source.reversion_level, Stored::linked);
    p.tail = -1;
    p.state = b.slots(process_slots);
    b.process_index[pair] = static_cast<std::int32_t>(b.model.processes.size());
    b.process_sign[pair] = 1.0;
    b.view_factor[pair] = 1.0;
    b.model.processes.push_back(p);
    b.model.process_names.push_back(pair.text());
}

void add_processes(ModelBuilder& b) {
    for (PairName const& pair : b.model.pair_names) {
        Driver const& driver = driver_of(b.study, pair.driver);
        if (!driver.ratio) {
            add_process(b, pair, driver.actors.at(pair.actor));
        } else if (pair.actor == driver.ratio->of) {
            add_process(b, pair, driver.ratio->process);
        }
    }
    for (Driver const& driver : b.study.drivers) {
        if (!driver.ratio) continue;
        PairName const of{driver.id, driver.ratio->of};
        PairName const to{driver.id, driver.ratio->to};
        b.process_index[to] = b.process_index[of];
        b.process_sign[to] = -1.0;
        b.view_factor[of] = driver.ratio->split;
        b.view_factor[to] = -(1.0 - driver.ratio->split);
    }
}

View view_of(ModelBuilder& b, PairName const& pair, Driver const& driver) {
    View view{};
    view.kind = ViewKind::direct;
    view.slot = b.slots(1);
    view.pair = b.pair_index[pair];
    view.process = b.process_index[pair];
    view.factor = static_cast<float>(b.view_factor[pair]);
    if (driver.ratio) view.kind = ViewKind::ratio;
    if (driver.share_group) {
        view.kind = ViewKind::share;
        view.members.begin = static_cast<std::int32_t>(b.model.share_members.size());
        for (std::string const& actor : b.model.actor_names)
            if (actor != pair.actor) b.model.share_members.push_back(b.process_index[{driver.id, actor}]);
        view.members.end = static_cast<std::int32_t>(b.model.share_members.size());
    }
    b.model.pair_slots[static_cast<std::size_t>(view.pair)] = view.slot;
    return view;
}

//! Views without a limit first, then limited ones after what limits them.
void add_views(ModelBuilder& b) {
    b.model.pair_slots.resize(b.model.pair_names.size());
    std::vector<PairName> limited;
    std::set<PairName> shown;
    for (PairName const& pair : b.model.pair_names) {
        Driver const& driver = driver_of(b.study, pair.driver);
        if (process_of(driver, pair.actor).capacity) {
            limited.push_back(pair);
            continue;
        }
        b.model.views.push_back(view_of(b, pair, driver));
        shown.insert(pair);
    }
    while (!limited.empty()) {
        auto const next = std::find_if(limited.begin(), limited.end(), [&](PairName const& pair) {
            return shown.count(process_of(driver_of(b.study, pair.driver), pair.actor).capacity->by) > 0;
        });
        if (next == limited.end())
            throw StudyError("capacities form a cycle through " + limited.front().text());
        Capacity const& capacity = *process_of(driver_of(b.study, next->driver), next->actor).capacity;
        View view = view_of(b, *next, driver_of(b.study, next->driver));
        view.kind = ViewKind::capacity;
        view.limiter = b.model.pair_slots[static_cast<std::size_t>(b.pair_index[capacity.by])];
        view.log_k = b.slots(1);
        view.utilisation = b.operand(capacity.utilisation, Stored::natural);
        view.efficiency = b.operand(capacity.efficiency_growth, Stored::natural);
        view.smoothness = static_cast<float>(capacity.smoothness);
        b.model.views.push_back(view);
        shown.insert(*next);
        limited.erase(next);
    }
}

//! Shocks: rows of the Cholesky factor over the noisy processes, sorted by name.
void add_shocks(ModelBuilder& b) {
    std::vector<std::string> const noisy = noisy_processes(b.study);
    exact::SquareMatrix const factor = factor_correlation(shock_matrix(b.study), b.study.repair_shocks);
    b.model.topology.shock_slots = b.slots(static_cast<std::int32_t>(noisy.size()));
    for (std::string const& name : noisy) b.model.shock_draws.push_back(b.draw_name("shock." + name));
    for (std::size_t p = 0; p < b.model.processes.size(); ++p) {
        auto const row = std::find(noisy.begin(), noisy.end(), b.model.process_names[p]);
        if (row == noisy.end()) continue;
        b.model.processes[p].noisy = 1;
        b.model.processes[p].shock =
            add_mixture_row(b.model, factor, static_cast<int>(row - noisy.begin()), nullptr);
    }
}

void add_tails(ModelBuilder& b) {
    std::vector<TailGroup> groups = b.study.tail_groups;
    std::sort(groups.begin(), groups.end(),
              [](TailGroup const& x, TailGroup const& y) { return x.id < y.id; });
    std::map<std::string, std::int32_t> chosen;  // process name -> group
    for (int pass = 0; pass < 2; ++pass)         // the default group first, so that named groups prevail
        for (std::size_t g = 0; g < groups.size(); ++g) {
            bool const is_default = groups[g].id == "default" && groups[g].members.empty();
            if (is_default != (pass == 0)) continue;
            if (is_default)
                for (std::string const& name : b.model.process_names)
                    chosen[name] = static_cast<std::int32_t>(g);
            for (PairName const& member : groups[g].members)
                chosen[member.text()] = static_cast<std::int32_t>(g);
        }
    for (std::size_t p = 0; p < b.model.processes.size(); ++p) {
        auto const found = chosen.find(b.model.process_names[p]);
        if (found != chosen.end()) b.model.processes[p].tail = found->second;
    }
    for (TailGroup const& group : groups) {
        exact::HermiteTable const table = exact::make_log_sqrt_tail_table(group.nu);
        b.model.tails.push_back({b.slots(1), b.add_table(table.coefficients), table.intervals});
        b.model.tail_draws.push_back(b.draw_name("tail." + group.id));
        b.model.tail_names.push_back(group.id);
    }
}

void add_couplings(ModelBuilder& b) {
    std::vector<Coupling const*> sorted;
    for (Coupling const& c : b.study.couplings) sorted.push_back(&c);
    std::sort(sorted.begin(), sorted.end(), [](Coupling const* x, Coupling const* y) {
        return std::pair{x->to, x->from} < std::pair{y->to, y->from};
    });
    std::map<PairName, std::int32_t> longest;
    for (Coupling const* c : sorted) longest[c->from] = std::max(longest[c->from], b.steps_of(c->lag));
    std::map<PairName, std::int32_t> history;
    for (auto const& [from, lag] : longest) {
        bool const share = driver_of(b.study, from.driver).share_group;
        std::int32_t const process = b.process_index[from];
        ProcessNode const& p = b.model.processes[static_cast<std::size_t>(process)];
        DeviationHistory h{};
        // Of a share group the log-ratio to the rest is compared with its plan, which is its trend.
        h.view =
            share ? p.state + slot_latent : b.model.pair_slots[static_cast<std::size_t>(b.pair_index[from])];
        h.process = process;
        h.factor = static_cast<float>(b.view_factor[from]);
        h.start = b.slots(1);
        h.length = lag + 1;
        h.ring = b.slots(h.length);
        history[from] = static_cast<std::int32_t>(b.model.deviations.size());
        b.model.deviations.push_back(h);
    }
    for (Coupling const* c : sorted) {
        CouplingNode node{};
        node.process = b.process_index[c->to];
        node.strength = b.operand(c->strength, Stored::natural);
        node.lag = b.steps_of(c->lag);
        node.factor = static_cast<float>(b.process_sign[c->to] / node.lag);  // step / lag in years
        node.history = history[c->from];
        b.model.couplings.push_back(node);
    }
}

}  // namespace

void build_drivers(ModelBuilder& b) {
    add_processes(b);
    add_views(b);
    add_shocks(b);
    add_tails(b);
    add_couplings(b);
}

}  // namespace gapmc
