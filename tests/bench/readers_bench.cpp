// SPDX-License-Identifier: Apache-2.0
// What records in no order cost by the key: `readers_bench`.
#include <benchmark/benchmark.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/column/reorder.hpp"
#include "engine/readers/key_hash.hpp"
#include "engine/readers/repeated_keys.hpp"
#include "engine/readers/short_keys.hpp"

namespace {

using namespace fairstart;

constexpr std::size_t rows = 3'400'000, looked_up = 1'000'000;

// Twelve digits and letters in which neighbours share nothing.
std::string key_of(std::size_t i) {
  std::string key(12, '0');
  std::uint64_t bits = readers::mixed(i + 1, 0x9E37'79B9'7F4A'7C15U);
  for (char& character : key) {
    character = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits & 31U];
    bits >>= 5U;
  }
  return key;
}

const column::Keys& all_keys() {
  static const column::Keys keys = [] {
    column::Keys made;
    made.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i) made.add(key_of(i));
    return made;
  }();
  return keys;
}

void find_short_keys(benchmark::State& state) {
  const readers::ShortKeys table(all_keys(), 1);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < looked_up; ++i) texts.push_back(key_of(i * 7'919 % rows));
  std::vector<std::string_view> wanted(texts.begin(), texts.end());
  std::vector<column::Row> found;
  for (auto _ : state) {
    table.find(wanted, found);
    benchmark::DoNotOptimize(found.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * looked_up));
}
BENCHMARK(find_short_keys)->Unit(benchmark::kMillisecond);

void fill_short_keys(benchmark::State& state) {
  for (auto _ : state) {
    const readers::ShortKeys table(all_keys(), static_cast<std::size_t>(state.range(0)));
    benchmark::DoNotOptimize(&table);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * rows));
}
BENCHMARK(fill_short_keys)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void search_repeated_keys(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(readers::repeated_keys(all_keys(), static_cast<std::size_t>(state.range(0))));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * rows));
}
BENCHMARK(search_repeated_keys)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
