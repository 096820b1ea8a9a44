// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/load.hpp"
#include "cli/terminal.hpp"
#include "engine/synth/synth.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t most_families = 10'000'000;
constexpr std::uintmax_t most_bytes = 64U << 20U;

std::string readme(const plan::Module& main, const synth::Options& options, const synth::Recipe* recipe) {
  std::string text = fmt::format(
      "# Made-up records for {}\n\nNobody in them exists. `fairstart synth` made {} famil{} from seed {}, as at {}: for tests, "
      "demonstrations and timing. No figure that comes of them says anything about any place.\n\n## How they were made\n\n",
      main.name, options.families, options.families == 1 ? "y" : "ies", options.seed, base::format_long_date(options.as_at));
  if (recipe == nullptr) {
    for (const std::string& line : synth::distributions()) text += "- " + line + '\n';
    return text;
  }
  text += "By this recipe, which is all there is to know (docs/formats.md of Fairstart tells how to read it):\n\n```\n" +
          recipe->text + (recipe->text.ends_with('\n') ? "```\n" : "\n```\n");
  return text;
}

// The text of a file that is named on the command line, put into what `read` makes of it; nothing where that was reported.
template <class Made>
std::optional<Made> read_given(const Given& given, const std::string& option, Loaded& loaded,
                               std::variant<Made, synth::Mistake> (*read)(std::string_view, const plan::Plan&)) {
  const fs::path path = *given.value(option);
  const auto wrong = [&](std::size_t line, std::string message, std::string help) {
    loaded.diagnostics.add({.code = diagnostics::Code::recipe_wrong,
                            .message = std::move(message),
                            .help = std::move(help),
                            .place = {path.string(), static_cast<std::uint32_t>(line), {}}});
    tell(loaded);
    return std::nullopt;
  };
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return wrong(0, "this file can't be read: " + error.message(), "");
  if (size > most_bytes) return wrong(0, fmt::format("this file is larger than {} bytes", most_bytes), "");
  std::string text(size, '\0');
  std::ifstream in(path, std::ios::binary);
  if (!in.read(text.data(), static_cast<std::streamsize>(size))) return wrong(0, "this file can't be read", "");
  auto made = read(text, *loaded.plan);
  if (auto* mistake = std::get_if<synth::Mistake>(&made)) return wrong(mistake->line, mistake->message, mistake->help);
  return std::get<Made>(std::move(made));
}

}  // namespace

int synth_command(const Given& given) {
  const fs::path folder = given.required("--out");
  synth::Options options;
  options.families = given.number("--families", 1, most_families).value_or(options.families);
  options.seed = given.number("--seed", 0, UINT64_MAX).value_or(options.seed);
  options.as_at = given.date("--as-at").value_or(*base::day_of(2026, 4, 1));
  const std::unique_ptr<Loaded> loaded = load(given, given.operands().front());
  loaded->diagnostics.sort_by_place();
  tell(*loaded);
  if (!loaded->plan) return exit_found;
  std::optional<synth::Recipe> recipe;
  std::optional<synth::Places> places;
  if (given.value("--recipe")) {
    recipe = read_given<synth::Recipe>(given, "--recipe", *loaded, synth::read_recipe);
    if (!recipe) return exit_found;
    const auto told = recipe->blocks[*recipe->family].numbers.front().first.low;
    if (!given.value("--families")) options.families = static_cast<std::uint64_t>(std::max<std::int64_t>(told, 1));
  }
  if (given.value("--places")) {
    if (!recipe) throw WrongUsage("`--places` goes with `--recipe`");
    places = read_given<synth::Places>(given, "--places", *loaded, synth::read_places);
    if (!places) return exit_found;
  }
  const synth::Places* there = places ? &*places : nullptr;
  const auto cannot_write = [&](const fs::path& path, const std::string& why) {
    loaded->diagnostics.add({.code = diagnostics::Code::cannot_write,
                             .message = "the records could not be written: " + why,
                             .place = {path.string(), 0, {}}});
    tell(*loaded);
    return exit_output;
  };
  // All or nothing, and never into a folder that holds something: it may be somebody's records.
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error))
    return cannot_write(folder, "there is something in this folder");
  const fs::path partial = fs::path(folder).concat(".partial");
  fs::remove_all(partial, error);
  if (!fs::create_directories(partial, error) || error)
    return cannot_write(partial, error ? error.message() : "it is there already");
  const auto failed = [&](const fs::path& path) {
    fs::remove_all(partial, error);
    return cannot_write(path, "no room, or no right to write");
  };
  const std::vector<synth::File> files = recipe ? synth::files(*loaded->plan, *recipe, there) : synth::files(*loaded->plan);
  std::vector<std::ofstream> out;
  for (const synth::File& file : files) out.emplace_back(partial / file.name, std::ios::binary) << file.header << '\n';
  const auto take = [&](std::size_t file, const std::string& text) { out[file] << text; };
  if (recipe)
    synth::make(*loaded->plan, options, *recipe, there, take);
  else
    synth::make(*loaded->plan, options, take);
  for (std::size_t i = 0; i < out.size(); ++i)
    if (!(out[i] << std::flush)) return failed(folder / files[i].name);
  out.clear();
  std::ofstream about(partial / "README.md", std::ios::binary);
  if (!(about << readme(loaded->plan->modules[loaded->plan->main.index()], options, recipe ? &*recipe : nullptr) << std::flush))
    return failed(folder / "README.md");
  about.close();
  // Before anything is in its place: nothing is left where it could not be told.
  if (!printed(
          fmt::format("{} made-up famil{} in {}\n", options.families, options.families == 1 ? "y" : "ies", folder.string()))) {
    fs::remove_all(partial, error);
    return exit_output;
  }
  fs::remove(folder, error);  // an empty one
  fs::rename(partial, folder, error);
  if (error) return failed(folder);
  return exit_fine;
}

}  // namespace fairstart::cli
