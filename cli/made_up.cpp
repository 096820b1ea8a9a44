// SPDX-License-Identifier: Apache-2.0
#include "cli/made_up.hpp"

#include <cstdlib>

#include <filesystem>
#include <fstream>

#include "engine/readers/records.hpp"
#include "engine/synth/synth.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t families_made = 2000;

// A folder that goes with the last word about it.
class PassingFolder {
 public:
  PassingFolder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "fairstart-XXXXXX").string();
    if (!error && ::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~PassingFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  PassingFolder(const PassingFolder&) = delete;
  PassingFolder& operator=(const PassingFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

bool make_records(const plan::Plan& plan, base::Day as_at, const fs::path& folder) {
  const std::vector<synth::File> files = synth::files(plan);
  std::vector<std::ofstream> out;
  for (const synth::File& file : files) out.emplace_back(folder / file.name, std::ios::binary) << file.header << '\n';
  synth::make(plan, {.families = families_made, .seed = 1, .as_at = as_at},
              [&](std::size_t file, const std::string& text) { out[file] << text; });
  for (std::ofstream& file : out)
    if (!(file << std::flush)) return false;
  return true;
}

}  // namespace

std::vector<impact::Explained> explain_made_up(const plan::Plan& before, const plan::Plan& after, const column::Clock& clock,
                                               const impact::Options& options, std::size_t most) {
  const PassingFolder folder;
  if (folder.path().empty() || !make_records(after, clock.as_at, folder.path())) return {};
  diagnostics::Diagnostics ignored;  // nothing is wrong with them but what the other framework does not know
  const readers::Options reading;
  const std::optional<readers::Records> olds = readers::read_folder(folder.path(), before, reading, ignored);
  const std::optional<readers::Records> news = readers::read_folder(folder.path(), after, reading, ignored);
  if (!olds || !news) return {};
  const impact::Side old_side{&olds->database, clock}, new_side{&news->database, clock};
  return impact::explain_kinds(impact::compare(old_side, new_side, options), old_side, new_side, most,
                               {.show_restricted = true});
}

}  // namespace fairstart::cli
