// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <stdexcept>

#include "tests/bench/ratios/measures.hpp"

// workload_ratios --source DIR --build DIR [--families N] [--quick] [--runs K] [--threads T] [--only NAME,…] [--json]
namespace {

using namespace fairstart::bench;

struct WrongUsage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <class Number>
Number number(const std::string& option, const std::string& text, Number most) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > most)
    throw WrongUsage(fmt::format("`{} {}`: it takes a whole number from 1 to {}", option, text, most));
  return value;
}

std::vector<std::string> names(const std::string& list) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t end = std::min(list.find(',', at), list.size());
    all.push_back(list.substr(at, end - at));
    if (std::find(all_names.begin(), all_names.end(), all.back()) == all_names.end())
      throw WrongUsage(fmt::format("`--only {}`: there is {}", all.back(), fmt::join(all_names, ", ")));
    at = end + 1;
  }
  return all;
}

Setting setting_of(int argc, char** argv) {
  Setting setting;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    const auto value = [&]() -> std::string {
      if (++i == argc) throw WrongUsage(fmt::format("`{}` takes a value", option));
      return argv[i];
    };
    if (option == "--json")
      setting.json = true;
    else if (option == "--quick")
      setting.families = 100'000;
    else if (option == "--families")
      setting.families = number<std::uint32_t>(option, value(), 20'000'000);
    else if (option == "--runs")
      setting.runs = number<std::size_t>(option, value(), 1000);
    else if (option == "--threads")
      setting.threads = number<std::size_t>(option, value(), 1024);
    else if (option == "--only")
      setting.only = names(value());
    else if (option == "--source")
      setting.source = value();
    else if (option == "--build")
      setting.build = value();
    else
      throw WrongUsage(fmt::format("`{}` is not known", option));
  }
  if (setting.only.empty()) setting.only = names_by_default(setting.json);
  setting.data = setting.build / "data";
  return setting;
}

void measure(const Setting& setting) {
  Workbench bench(setting);
  const auto wanted = [&](const std::string& name) {
    return std::find(setting.only.begin(), setting.only.end(), name) != setting.only.end();
  };
  std::vector<Figure> figures;
  const auto add = [&](Figure figure) {
    if (!wanted(figure.name)) return;
    if (setting.json) std::cout << json_line(figure) << std::endl;
    figures.push_back(std::move(figure));
  };
  for (const std::string& name : all_names) {
    // Memory is that of the runs from CSV.
    if (!wanted(name) && !(name == "cold-csv" && wanted("memory"))) continue;
    if (name != "memory") say(name);
    if (name == "hot") add(hot(bench));
    if (name == "explained") add(explained(bench));
    if (name == "cold-csv") {
      for (const Figure& figure : cold_csv_and_memory(bench)) add(figure);
    }
    if (name == "shuffled") add(shuffled(bench));
    if (name == "cold-ndjson") add(cold_ndjson(bench));
    if (name == "scale-3m") add(scale(bench));
    if (name == "capped") add(capped(bench));
    if (name == "check") add(check(bench));
    if (name == "small-run") add(small_run(bench));
  }
  if (setting.json) return;
  std::cout << fmt::format("Workload W, {} families, {} thread{}. Ratios are medians of runs in turn.\n\n", setting.families,
                           setting.threads, setting.threads == 1 ? "" : "s")
            << table(figures, bench.duckdb_is_here());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    measure(setting_of(argc, argv));
  } catch (const WrongUsage& wrong) {
    std::cerr << "bench: " << wrong.what() << '\n'
              << "usage: ./dev bench [--families N | --quick] [--runs K] [--threads T] [--only NAME,…] [--json]\n";
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "bench: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
