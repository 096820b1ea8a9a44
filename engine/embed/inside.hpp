// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/source/source.hpp"
#include "engine/embed/include/fairstart/fairstart.hpp"

namespace fairstart {

struct Framework::Inside {
  source::Sources sources;
  std::optional<plan::Plan> plan;
  const plan::Mapping* mapping = nullptr;  // into `plan`
  std::vector<Diagnostic> told;
  std::string name, title, version;
};

namespace embed {

// As the interface tells them.
std::vector<Diagnostic> told(const diagnostics::Diagnostics& found, const source::Sources& sources);

// A text that readers can open as an NDJSON file; on no disk. Throws Failure where the system gives no such file.
class Documents {
 public:
  explicit Documents(std::string_view text);
  ~Documents();
  Documents(const Documents&) = delete;
  Documents& operator=(const Documents&) = delete;
  const std::string& path() const { return path_; }

 private:
  int handle_ = -1;
  std::string folder_, path_;
};

}  // namespace embed
}  // namespace fairstart
