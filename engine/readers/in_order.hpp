// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace fairstart::readers {

// Work in three steps, on `threads` threads of which this is one. `next(thread)` fetches a piece for a thread, one at a time;
// false where there is none. `work(thread)` does it, at the same time as others. `take(thread)` uses what came of it, one at a
// time, in the order that pieces were fetched; false ends all. False where a take said so. What they throw is thrown here.
template <class Next, class Work, class Take>
bool in_order(std::size_t threads, Next next, Work work, Take take) {
  if (threads <= 1) {
    while (next(std::size_t{0})) {
      work(std::size_t{0});
      if (!take(std::size_t{0})) return false;
    }
    return true;
  }
  std::mutex fetching, turns;
  std::condition_variable turn_came;
  std::uint64_t fetched = 0, turn = 0;
  bool stopped = false, refused = false;
  std::exception_ptr thrown;
  const auto run = [&](std::size_t thread) {
    try {
      while (true) {
        std::uint64_t number = 0;
        {
          const std::lock_guard lock(fetching);
          {
            const std::lock_guard also(turns);
            if (stopped) return;
          }
          if (!next(thread)) return;
          number = fetched++;
        }
        work(thread);
        {
          std::unique_lock lock(turns);
          turn_came.wait(lock, [&] { return stopped || turn == number; });
          if (stopped) return;
        }
        // Nobody else has this turn, so that the lock is not needed meanwhile.
        const bool go_on = take(thread);
        const std::lock_guard lock(turns);
        ++turn;
        if (!go_on) stopped = refused = true;
        turn_came.notify_all();
      }
    } catch (...) {
      const std::lock_guard lock(turns);
      if (!thrown) thrown = std::current_exception();
      stopped = true;
      turn_came.notify_all();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t thread = 1; thread < threads; ++thread) others.emplace_back(run, thread);
    run(0);
  }
  if (thrown) std::rethrow_exception(thrown);
  return !refused;
}

}  // namespace fairstart::readers
