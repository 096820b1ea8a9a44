// SPDX-License-Identifier: Apache-2.0
#include <cstring>
#include <exception>
#include <iostream>

#include "tests/bench/workload/data_set.hpp"

// workload_data FAMILIES FOLDER [--shuffle] [--ndjson]
// CSV of so many families, or with --ndjson one file of nested documents instead.
int main(int argc, char** argv) {
  fairstart::bench::DataSet wanted;
  if (argc >= 3) wanted.families = static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10));
  bool understood = wanted.families > 0;
  for (int i = 3; i < argc; ++i) {
    if (std::strcmp(argv[i], "--shuffle") == 0) {
      wanted.shuffled = true;
    } else if (std::strcmp(argv[i], "--ndjson") == 0) {
      wanted.ndjson = true;
      wanted.csv = false;
    } else {
      understood = false;
    }
  }
  if (!understood) {
    std::cerr << "usage: workload_data FAMILIES FOLDER [--shuffle] [--ndjson]\n";
    return 2;
  }
  try {
    std::filesystem::create_directories(argv[2]);
    fairstart::bench::write_data(argv[2], wanted);
  } catch (const std::exception& error) {
    std::cerr << "workload_data: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
