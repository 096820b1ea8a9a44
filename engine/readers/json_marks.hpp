// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace fairstart::readers {

// Where the marks of JSON stand in a text: each of { } [ ] : , outside strings, each string's opening quote, each other
// value's first character. Any number of documents may follow each other.
class JsonMarks {
 public:
  JsonMarks();
  ~JsonMarks();
  JsonMarks(JsonMarks&&) noexcept;
  JsonMarks& operator=(JsonMarks&&) noexcept;

  // False where the text is not UTF-8, ends within a string, or has a line feed or another control character in one.
  bool take(const char* text, std::size_t size);
  // After the last one stands the text's size, twice. Good until the next call.
  const std::uint32_t* begin() const;
  std::size_t size() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace fairstart::readers
