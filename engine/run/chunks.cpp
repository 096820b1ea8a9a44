// SPDX-License-Identifier: Apache-2.0
#include "engine/run/chunks.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

namespace fairstart::run {

Chunks::Chunks(const column::Database& database, std::size_t families)
    : database_(&database),
      families_(database.plan->family.exists() ? database.table(database.plan->family).rows : 0),
      each_(std::max<std::size_t>(1, families)),
      size_(std::max<std::size_t>(1, (families_ + each_ - 1) / each_)) {}

std::optional<std::size_t> Chunks::next() {
  const std::size_t chunk = next_.fetch_add(1);
  return chunk < size_ ? std::optional(chunk) : std::nullopt;
}

std::size_t Chunks::families_up_to(std::size_t chunk) const { return std::min(families_, (chunk + 1) * each_); }

column::Chunk Chunks::rows(std::size_t chunk) const {
  return column::chunk_of_families(*database_, static_cast<column::Row>(chunk * each_),
                                   static_cast<column::Row>(families_up_to(chunk)));
}

void in_threads(std::size_t threads, const std::function<void()>& work, const std::function<void()>& stop) {
  std::mutex mutex;
  std::exception_ptr fault;
  const auto guarded = [&]() noexcept {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!fault) fault = std::current_exception();
      stop();
    }
  };
  std::vector<std::thread> others;
  others.reserve(threads);
  for (std::size_t i = 1; i < threads; ++i) {
    try {
      others.emplace_back(guarded);
    } catch (const std::system_error&) {
      break;  // the machine gives no more threads: those there are do
    }
  }
  guarded();
  for (std::thread& other : others) other.join();
  if (fault) std::rethrow_exception(fault);
}

}  // namespace fairstart::run
