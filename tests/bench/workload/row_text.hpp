// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/bench/workload/family.hpp"

namespace fairstart::bench {

// Cells as the files write them. `missing` stands for what is not recorded: nothing in CSV, `null` in JSON.
void append_number(std::string& to, std::int64_t number);
void append_number(std::string& to, std::int64_t number, std::string_view missing);
void append_decimal(std::string& to, std::int64_t scaled, int places, std::string_view missing);
void append_yes_no(std::string& to, int answer, std::string_view missing);
void append_date(std::string& to, Day day);

std::string_view kind_text(EventKind kind);
std::string_view ethnicity_text(int ethnicity);
std::string_view tenure_text(int tenure);
std::string_view language_text(int language);
std::string lsoa_text(int lsoa);

}  // namespace fairstart::bench
