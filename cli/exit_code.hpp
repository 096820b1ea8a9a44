// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fairstart::cli {

// Stable: pipelines depend on them (design: cli.md).
enum ExitCode : int {
  exit_fine = 0,
  exit_found = 1,  // errors in files, a failed example, a parameter without value, files that `fmt --check` would change
  exit_usage = 2,
  exit_records = 3,  // the records could not be used
  exit_output = 4,   // the outputs could not be written
  exit_fault = 70,   // a bug in this program
};

}  // namespace fairstart::cli
