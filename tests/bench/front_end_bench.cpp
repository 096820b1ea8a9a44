// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <string>

#include "dsl/check/check.hpp"
#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/format/format.hpp"
#include "dsl/source/source.hpp"
#include "dsl/syntax/parse.hpp"

// A framework of so many lines, of the constructs that files have most: definitions, parameters, offers, a table, indicators,
// examples. Time over 1,000 to 100,000 lines shows whether the front end stays linear.
namespace {

using namespace fairstart;

std::string framework_of(std::int64_t lines) {
  std::string text =
      "framework bench.front-end \"A long file\" { version \"1\" }\nuse uk.family-record\n"
      "tiers support for family { low \"Low\", high \"High\" when lone-parent }\n"
      "outcome well \"Children are well\" {\n  indicator seen \"Seen\" { among child, count any contact, show percent, better "
      "higher }\n}\n";
  for (std::int64_t i = 0; 20 * i < lines; ++i) {
    const std::string n = std::to_string(i);
    text += "parameter limit-" + n + " : whole number {\n  value 13\n  source \"Made up\"\n}\n";
    text += "define low-" + n +
            " for parent \"Low mood\"\n  means score of latest assessment where (kind is edinburgh) within 12 months is at "
            "least limit-" +
            n + "\n";
    text += "define early-" + n + " for child means gestation is under 37 weeks and at least 2 contacts within 6 months\n";
    text += "table visits-" + n + " for family : whole number {\n  support | lone-parent | gives visits-" + n +
            "\n  low | any | 1\n  high | yes | 3\n  high | no | 2\n}\n";
    text += "offer visit-" + n + " for child \"A visit\" {\n  tier high\n  when age is under 1 year and early-" + n +
            "\n  due from 2 weeks to 6 weeks after date-of-birth\n  met by contact where (kind is new-birth-visit)\n  amount 1 "
            "visit\n  serves well\n}\n";
  }
  return text;
}

const check::Options options{.library_paths = {FAIRSTART_SOURCE_DIR "/stdlib"}};

void parse_lines(benchmark::State& state) {
  const std::string text = framework_of(state.range(0));
  for (auto _ : state) {
    source::Sources sources;
    diagnostics::Diagnostics diagnostics;
    benchmark::DoNotOptimize(syntax::parse(sources, sources.add("bench.fair", text), diagnostics).nodes.size());
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(parse_lines)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond)->Complexity();

void check_lines(benchmark::State& state) {
  const std::string text = framework_of(state.range(0));
  for (auto _ : state) {
    source::Sources sources;
    diagnostics::Diagnostics diagnostics;
    const auto plan = check::check_source(sources.add("bench.fair", text), options, sources, diagnostics);
    if (!plan) state.SkipWithError("the bench's framework does not check");
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(check_lines)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond)->Complexity();

void format_lines(benchmark::State& state) {
  const std::string text = framework_of(state.range(0));
  source::Sources sources;
  diagnostics::Diagnostics diagnostics;
  const syntax::Tree tree = syntax::parse(sources, sources.add("bench.fair", text), diagnostics);
  for (auto _ : state) benchmark::DoNotOptimize(format::format(tree).size());
  state.SetComplexityN(state.range(0));
}
BENCHMARK(format_lines)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond)->Complexity();

}  // namespace
