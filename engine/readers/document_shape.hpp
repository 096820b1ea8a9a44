// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fairstart::readers {

// What is looked for in the objects of one array of a document, or in the document itself.
struct DocumentNode {
  std::string name, also;    // of the array; empty: the document, or no other name
  std::uint32_t parent = 0;  // the node whose objects hold the array
  bool beside = false;       // of the document, whose rows the array's don't belong to
  struct Column {
    std::string name;
    bool is_set = false;  // may be an array of codes
  };
  std::vector<Column> columns;
  std::vector<std::uint32_t> arrays;  // nodes
  std::vector<std::string> unread;    // names that are known, and read by nothing
};
using DocumentShape = std::vector<DocumentNode>;  // the first is the document

// Names are the same in any case, and with - or _.
std::string alike_name(std::string_view name);

}  // namespace fairstart::readers
