// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/do_all.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace fairstart::readers {

void do_all(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::mutex lock;
  std::exception_ptr thrown;
  const auto take = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      const std::lock_guard here(lock);
      thrown = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    try {
      for (std::size_t i = 1; i < std::min(threads, count); ++i) others.emplace_back(take);
    } catch (const std::system_error&) {
      // The machine gives no more threads: those there are do.
    }
    take();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace fairstart::readers
