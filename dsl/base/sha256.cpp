// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <new>

namespace fairstart::base {
namespace {

// The library's calls fail for want of memory only.
void must(bool done) {
  if (!done) throw std::bad_alloc();
}

// Looked for once: it is searched by name.
const EVP_MD* algorithm() {
  static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  must(found != nullptr);
  return found;
}

}  // namespace

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() = default;
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  void start() const { must(context != nullptr && EVP_DigestInit_ex(context, algorithm(), nullptr) == 1); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) { state_->start(); }
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { must(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1); }

std::string Sha256::hex() {
  std::array<std::uint8_t, 32> digest{};
  must(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr) == 1);
  state_->start();
  std::string out;
  for (const std::uint8_t byte : digest) {
    out += "0123456789abcdef"[byte >> 4U];
    out += "0123456789abcdef"[byte & 15U];
  }
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

}  // namespace fairstart::base
