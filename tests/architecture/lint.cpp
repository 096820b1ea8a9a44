// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "tests/architecture/layers.hpp"

// Prints what breaks the rules of the house in the tree at argv[1]; exit 1 if anything does, or nothing was read.
int main(int argc, char** argv) {
  const auto findings = fairstart::architecture::check_tree(argc > 1 ? argv[1] : ".");
  for (const auto& violation : findings.violations)
    std::cout << violation.file << ':' << violation.line << ": " << violation.what << '\n';
  std::cerr << "architecture: " << findings.files << " files, " << findings.includes << " includes, " << findings.rooms
            << " rooms, " << findings.violations.size() << " violations\n";
  return findings.violations.empty() && findings.files > 0 && findings.includes > 0 ? 0 : 1;
}
