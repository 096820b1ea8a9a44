// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/base/sha256.hpp"

namespace fairstart::readers {

// What a file held, told by a few digits. XXH128 tells apart files that differ by accident, at the speed of memory; SHA-256 also
// those that somebody made to look the same, and takes forty times as long (docs/decisions/2026-11-23-fingerprints-of-records.md).
struct Fingerprint {
  std::string xxh128;  // 32 lower-case digits, as `xxh128sum` prints them
  std::string sha256;  // 64; empty: nobody asked for it
  bool operator==(const Fingerprint&) const = default;
};

// The fingerprint of bytes that come in pieces.
class FingerprintOf {
 public:
  explicit FingerprintOf(bool with_sha256 = false);
  ~FingerprintOf();
  FingerprintOf(const FingerprintOf&) = delete;
  FingerprintOf& operator=(const FingerprintOf&) = delete;
  void add(std::string_view bytes);
  Fingerprint result();  // of all bytes; nothing is added after it

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::optional<base::Sha256> sha256_;
};

}  // namespace fairstart::readers
