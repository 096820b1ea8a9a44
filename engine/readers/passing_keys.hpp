// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/column/database.hpp"

namespace fairstart::readers {

// Whether keys that pass by, and are kept nowhere, are new. Nothing is held while each is greater than the one before; else
// only those that the files hold more than once, or seem to.
class PassingKeys {
 public:
  using Use = std::function<void(std::string_view)>;
  // Every key that the files hold, and every key that was added so far.
  using Source = std::function<void(const Use&)>;
  // `tell`: hears what is about to be taken, when that is much.
  PassingKeys(Source in_files, Source added, std::function<void(std::size_t bytes)> tell)
      : in_files_(std::move(in_files)), added_(std::move(added)), tell_(std::move(tell)) {}

  bool is_new(std::string_view key, std::size_t expected_rows);
  // Whether integers that rise from `first` are all new.
  bool go_on_from(std::int64_t first) const { return rising_ && (!any_ || (is_number_ && first > number_)); }
  void add(std::string_view key);
  void add_rising(std::int64_t last);  // after go_on_from
  std::size_t bytes() const;           // about

 private:
  bool is_greater(std::string_view key) const;
  void stop_rising(std::size_t expected_rows);
  bool may_repeat(std::uint64_t hash) const;
  void mark_repeated();
  void see(std::string_view key);

  Source in_files_, added_;
  std::function<void(std::size_t)> tell_;
  bool rising_ = true, any_ = false, is_number_ = false;
  std::int64_t number_ = 0;  // the last key
  std::string text_;
  std::vector<std::uint64_t> repeated_;  // hashes, sorted
  std::vector<std::uint64_t> marks_;     // a bit for each hash there is, at its first bits
  unsigned shift_ = 0;
  std::unordered_set<std::string> seen_;
  std::size_t long_bytes_ = 0;  // of those that a std::string does not hold in itself
};

}  // namespace fairstart::readers
