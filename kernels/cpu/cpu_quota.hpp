// SPDX-License-Identifier: Apache-2.0
//! How much processor time a control group of Linux may use: the limit of a container or of a job.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace gapmc {

//! What a file holds; nothing where it cannot be read.
using FileText = std::function<std::optional<std::string>(std::string const& path)>;

/*!
 * The smallest quota of the groups that this process is in, in processors: quota by period of `cpu.max`
 * (version 2 of control groups) or of `cpu.cfs_quota_us` and `cpu.cfs_period_us` (version 1), of its own
 * group and of all above it that can be seen. Source: Linux kernel, Documentation/admin-guide/cgroup-v2.rst
 * ("cpu.max") and scheduler/sched-bwc.rst. \return infinity where there is no limit
 */
double cpu_quota(FileText const& text_of);

}  // namespace gapmc
