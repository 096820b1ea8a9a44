// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/fingerprint.hpp"

// The library's header holds all of it: its state may then lie here, and nothing is linked.
#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

namespace fairstart::readers {

struct FingerprintOf::State {
  XXH3_state_t xxh3;
};

FingerprintOf::FingerprintOf(bool with_sha256) : state_(std::make_unique<State>()) {
  XXH3_128bits_reset(&state_->xxh3);
  if (with_sha256) sha256_.emplace();
}

FingerprintOf::~FingerprintOf() = default;

void FingerprintOf::add(std::string_view bytes) {
  XXH3_128bits_update(&state_->xxh3, bytes.data(), bytes.size());
  if (sha256_) sha256_->add(bytes);
}

Fingerprint FingerprintOf::result() {
  const XXH128_hash_t digest = XXH3_128bits_digest(&state_->xxh3);
  return {.xxh128 = fmt::format("{:016x}{:016x}", digest.high64, digest.low64), .sha256 = sha256_ ? sha256_->hex() : ""};
}

}  // namespace fairstart::readers
