// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/json_marks.hpp"

#include <simdjson.h>

#include <algorithm>
#include <new>

namespace fairstart::readers {

struct JsonMarks::Implementation {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
  std::size_t capacity = 0;
};

JsonMarks::JsonMarks() : implementation_(std::make_unique<Implementation>()) {}
JsonMarks::~JsonMarks() = default;
JsonMarks::JsonMarks(JsonMarks&&) noexcept = default;
JsonMarks& JsonMarks::operator=(JsonMarks&&) noexcept = default;

// The library's first stage alone, chosen for the processor when the program runs. Its second stage would turn numbers into
// binary ones, where decimals are to be read exactly as written.
bool JsonMarks::take(const char* text, std::size_t size) {
  Implementation& own = *implementation_;
  if (!own.parser || own.capacity < size) {
    constexpr std::size_t least = 1U << 16U, depth = 1;
    const std::size_t capacity = std::max({least, size, own.capacity * 2});
    own.parser.reset();
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, depth, own.parser) !=
        simdjson::SUCCESS)
      throw std::bad_alloc();
    own.capacity = capacity;
  }
  const simdjson::error_code error =
      own.parser->stage1(reinterpret_cast<const std::uint8_t*>(text), size, simdjson::stage1_mode::regular);
  if (error == simdjson::EMPTY) {
    own.parser->n_structural_indexes = 0;
    own.parser->structural_indexes[0] = own.parser->structural_indexes[1] = static_cast<std::uint32_t>(size);
    return true;
  }
  return error == simdjson::SUCCESS;
}

const std::uint32_t* JsonMarks::begin() const { return implementation_->parser->structural_indexes.get(); }
std::size_t JsonMarks::size() const { return implementation_->parser->n_structural_indexes; }

}  // namespace fairstart::readers
