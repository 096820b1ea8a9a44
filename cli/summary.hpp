// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "engine/report/report.hpp"

namespace fairstart::cli {

// What `run` says when it is done: families by level, offers, what to ask, rejects, and where the outputs are.
std::string summary(const report::RunFacts& facts, const report::Figures& figures, const std::filesystem::path& folder,
                    bool html, std::uint64_t rejects);

}  // namespace fairstart::cli
