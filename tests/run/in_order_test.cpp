// SPDX-License-Identifier: Apache-2.0
#include "engine/run/in_order.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

namespace fairstart::run::in_order_test {
namespace {

TEST(InOrder, ChunksHandedInAnyOrderAreWrittenInTheirs) {
  std::string written;
  InOrder in_order(4, [&](const report::ChunkText& text, std::size_t) {
    written += text.families;
    return base::Status(base::Done{});
  });
  for (const std::size_t chunk : {2U, 0U, 3U, 1U, 4U}) {
    ASSERT_TRUE(in_order.admit(chunk));
    report::ChunkText text{std::to_string(chunk), "", ""};
    in_order.hand_in(chunk, text);
    EXPECT_TRUE(text.families.empty());
  }
  EXPECT_EQ(written, "01234");
}

TEST(InOrder, OthersHandInWhileOneWrites) {
  std::atomic<bool> writing{false}, handed_in{false};
  std::string written;
  InOrder in_order(4, [&](const report::ChunkText& text, std::size_t chunk) {
    writing = true;
    const auto begun = std::chrono::steady_clock::now();
    while (!handed_in && std::chrono::steady_clock::now() - begun < std::chrono::seconds(20)) std::this_thread::yield();
    EXPECT_TRUE(handed_in) << chunk;
    written += text.families;
    return base::Status(base::Done{});
  });
  ASSERT_TRUE(in_order.admit(0) && in_order.admit(1));
  const auto hand_in = [&](std::size_t chunk) {
    report::ChunkText text{std::to_string(chunk), "", ""};
    in_order.hand_in(chunk, text);
  };
  std::thread writer([&] { hand_in(0); });
  while (!writing) std::this_thread::yield();
  hand_in(1);
  handed_in = true;
  writer.join();
  EXPECT_EQ(written, "01");
}

TEST(InOrder, ThreadsNeverRunFurtherAheadThanAllowed) {
  constexpr std::size_t chunks = 300, ahead = 3;
  std::atomic<std::size_t> next{0}, written{0}, furthest{0};
  InOrder in_order(ahead, [&](const report::ChunkText& text, std::size_t chunk) {
    EXPECT_EQ(text.offers, std::to_string(chunk));
    EXPECT_EQ(chunk, written.load());
    ++written;
    return base::Status(base::Done{});
  });
  const auto work = [&](unsigned seed) {
    std::mt19937 random(seed);
    report::ChunkText text;
    while (true) {
      const std::size_t chunk = next++;
      if (chunk >= chunks || !in_order.admit(chunk)) return;
      std::size_t most = furthest.load();
      const std::size_t lead = chunk - std::min(chunk, written.load());
      while (lead > most && !furthest.compare_exchange_weak(most, lead)) {}
      for (auto i = random() % 3; i > 0; --i) std::this_thread::yield();
      text.offers = std::to_string(chunk);
      in_order.hand_in(chunk, text);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 4; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(written.load(), chunks);
  EXPECT_LT(furthest.load(), ahead);
}

TEST(InOrder, TheFirstRowsOfALargeChunkAreWrittenInTheirPlace) {
  std::string written;
  InOrder in_order(4, [&](const report::ChunkText& text, std::size_t) {
    written += text.offers;
    return base::Status(base::Done{});
  });
  const auto text_of = [](const std::string& offers) { return report::ChunkText{"", "", offers}; };
  for (const std::size_t chunk : {0U, 1U, 2U}) ASSERT_TRUE(in_order.admit(chunk));
  report::ChunkText last = text_of("2"), first = text_of("0");
  in_order.hand_in(2, last);
  std::atomic<bool> waited{false};
  std::thread large([&] {
    for (const char* part : {"1a", "1b"}) {
      report::ChunkText text = text_of(part);
      in_order.hand_in_part(1, text);
      EXPECT_TRUE(waited) << "before its turn";
      EXPECT_TRUE(text.offers.empty());
    }
    report::ChunkText rest = text_of("1c");
    in_order.hand_in(1, rest);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  waited = true;
  in_order.hand_in(0, first);
  large.join();
  EXPECT_EQ(written, "01a1b1c2");
}

TEST(InOrder, WhoWaitsToWriteThemEndsWhenAllStop) {
  InOrder in_order(2, [](const report::ChunkText& text, std::size_t) {
    return text.offers.empty() ? base::Status(base::Done{}) : base::Status(base::Failure{"the disk is full"});
  });
  ASSERT_TRUE(in_order.admit(0) && in_order.admit(1));
  std::thread waiting([&] {
    report::ChunkText text{"", "", "rows"};
    in_order.hand_in_part(1, text);
    EXPECT_TRUE(text.offers.empty());
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  report::ChunkText text{"", "", "rows"};
  in_order.hand_in_part(0, text);
  waiting.join();
  ASSERT_TRUE(in_order.failure());
  EXPECT_EQ(in_order.failure()->message, "the disk is full");
}

TEST(InOrder, AFailedWriteStopsEverybody) {
  InOrder in_order(2, [](const report::ChunkText&, std::size_t chunk) {
    return chunk == 1 ? base::Status(base::Failure{"the disk is full"}) : base::Status(base::Done{});
  });
  std::thread waiting([&] { EXPECT_FALSE(in_order.admit(3)); });
  for (const std::size_t chunk : {0U, 1U}) {
    ASSERT_TRUE(in_order.admit(chunk));
    report::ChunkText text;
    in_order.hand_in(chunk, text);
  }
  waiting.join();
  EXPECT_TRUE(in_order.stopped());
  EXPECT_FALSE(in_order.admit(2));
  ASSERT_TRUE(in_order.failure());
  EXPECT_EQ(in_order.failure()->message, "the disk is full");
}

TEST(InOrder, StoppedByAFaultThereIsNoFailureToReport) {
  InOrder in_order(2, [](const report::ChunkText&, std::size_t) { return base::Status(base::Done{}); });
  in_order.stop();
  EXPECT_FALSE(in_order.admit(0));
  EXPECT_FALSE(in_order.failure());
}

}  // namespace
}  // namespace fairstart::run::in_order_test
