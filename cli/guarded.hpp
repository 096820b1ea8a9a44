// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <functional>
#include <new>
#include <ostream>

#include "cli/exit_code.hpp"

namespace fairstart::cli {

// The exit code of `program`; what it throws is an internal fault, told on `errors` with how to report it. What an exception
// says is shown; it holds no value of a record, as only this program's own checks and its libraries throw.
inline int guarded(const std::function<int()>& program, std::ostream& errors) {
  const auto fault = [&](const char* what) {
    errors << "fairstart: internal fault: " << what
           << "\nThis is a bug in fairstart, not in your files. Please report it with the command, the output of"
              "\n`fairstart --version` and, if you may share it, the framework. Never send records of real people.\n";
    return static_cast<int>(exit_fault);
  };
  try {
    return program();
  } catch (const std::bad_alloc&) { return fault("out of memory"); } catch (const std::exception& exception) {
    return fault(exception.what());
  } catch (...) { return fault("something unknown was thrown"); }
}

}  // namespace fairstart::cli
