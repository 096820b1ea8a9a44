// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace fairstart::readers {

// Text out of packed bytes, in pieces. Members or frames may follow each other. Memory is bounded, whatever the bytes say.
class Unpacker {
 public:
  // Packed bytes: puts up to `room` of them at `to`; 0 at the end; negative where reading failed.
  using Source = std::function<std::ptrdiff_t(char* to, std::size_t room)>;
  virtual ~Unpacker() = default;
  // As Source; negative too where the bytes are damaged or cut off: then trouble() says which.
  virtual std::ptrdiff_t read(char* to, std::size_t room, const Source& packed) = 0;
  std::string_view trouble() const { return trouble_; }

 protected:
  std::string_view trouble_;
};

// By the ending of the file's name, ".gz" or ".zst"; null for others.
std::unique_ptr<Unpacker> unpacker_for(std::string_view ending);

}  // namespace fairstart::readers
