// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace fairstart::readers {

inline void pause_a_moment() {
#ifdef __SSE2__
  __builtin_ia32_pause();
#endif
}

// How many places so many threads work well with: a take that is long now and then must not keep the others waiting.
inline std::size_t places_for(std::size_t threads) { return threads <= 1 ? 1 : threads + 4; }

// Work in three steps, on `threads` threads of which this is one, with so many places for pieces, at least one a thread.
// `next(place)` fetches a piece into a place, one at a time; false where there is none. `work(place)` does it, at the same time
// as others. `take(place)` uses what came of it, one at a time, in the order that they were fetched; false ends all. False where a
// take said so. What they throw is thrown here.
template <class Next, class Work, class Take>
bool in_order(std::size_t threads, std::size_t places, Next next, Work work, Take take) {
  if (threads <= 1) {
    while (next(std::size_t{0})) {
      work(std::size_t{0});
      if (!take(std::size_t{0})) return false;
    }
    return true;
  }
  std::mutex lock;
  std::condition_variable sleepers;
  std::atomic<std::uint32_t> changes{0};
  std::vector<std::size_t> free, place_of(places);  // by number, modulo the places: no more of them are under way
  std::vector<char> is_done(places);                // worked on
  for (std::size_t place = places; place-- > 0;) free.push_back(place);
  std::uint64_t fetched = 0, turn = 0;
  bool fetching = false, taking = false, ended = false, stopped = false, refused = false;
  std::exception_ptr thrown;
  const auto changed = [&] {
    changes.fetch_add(1, std::memory_order_relaxed);
    sleepers.notify_all();
  };
  // Steps are short, and to wake from sleep can take longer than what is waited for.
  const auto wait = [&](std::unique_lock<std::mutex>& held) {
    constexpr int looks = 2000;
    const std::uint32_t seen = changes.load(std::memory_order_relaxed);
    held.unlock();
    for (int look = 0; look < looks && changes.load(std::memory_order_relaxed) == seen; ++look) pause_a_moment();
    held.lock();
    if (changes.load(std::memory_order_relaxed) == seen) sleepers.wait(held);
  };
  const auto run = [&] {
    std::unique_lock held(lock);
    try {
      while (!stopped && !(ended && turn == fetched)) {
        if (!taking && is_done[turn % places] != 0) {
          const std::size_t place = place_of[turn % places];
          taking = true;
          held.unlock();
          const bool go_on = take(place);
          held.lock();
          taking = false;
          is_done[turn++ % places] = 0;
          free.push_back(place);
          if (!go_on) stopped = refused = true;
          changed();
        } else if (!fetching && !ended && !free.empty()) {
          const std::size_t place = free.back();
          free.pop_back();
          fetching = true;
          held.unlock();
          const bool got = next(place);
          held.lock();
          fetching = false;
          changed();
          if (!got) {
            ended = true;
            continue;
          }
          const std::uint64_t number = fetched++;
          place_of[number % places] = place;
          held.unlock();
          work(place);
          held.lock();
          is_done[number % places] = 1;
          changed();
        } else {
          wait(held);
        }
      }
    } catch (...) {
      if (!held.owns_lock()) held.lock();
      if (!thrown) thrown = std::current_exception();
      stopped = true;
    }
    changed();
  };
  {
    std::vector<std::jthread> others;
    try {
      for (std::size_t thread = 1; thread < threads; ++thread) others.emplace_back(run);
    } catch (const std::system_error&) {
      // The machine gives no more threads: those there are do, as whoever is free fetches the next piece.
    }
    run();
  }
  if (thrown) std::rethrow_exception(thrown);
  return !refused;
}

}  // namespace fairstart::readers
