// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

// Hashes of keys: quick, and others in each process, so that nobody can choose keys that all have one. Nothing that is told to
// anybody rests on them.
namespace fairstart::readers {

extern const std::uint64_t key_secret;

inline std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

inline std::uint64_t word_at(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof(word));
  return word;
}

// Of a key's text.
[[gnu::always_inline]] inline std::uint64_t hash_of_text(std::string_view key) {
  constexpr std::uint64_t first = 0xA076'1D64'78BD'642FU, second = 0xE703'7ED1'A0B4'28DBU;
  std::uint64_t hash = key.size() * first ^ key_secret;
  const char* at = key.data();
  std::size_t left = key.size();
  for (; left > 16; at += 16, left -= 16) hash = mixed(word_at(at) ^ first ^ hash, word_at(at + 8) ^ second);
  std::uint64_t low = 0, high = 0;
  if (left >= 8) {
    low = word_at(at);
    high = word_at(at + left - 8);
  } else if (left > 0) {  // an empty key may point nowhere
    std::memcpy(&low, at, left);
  }
  return mixed(low ^ first ^ hash, high ^ second ^ (hash << 32U | hash >> 32U));
}

// Of a key while all are numbers.
inline std::uint64_t hash_of_number(std::int64_t key) {
  return mixed(static_cast<std::uint64_t>(key) ^ key_secret, 0xE703'7ED1'A0B4'28DBU);
}

}  // namespace fairstart::readers
