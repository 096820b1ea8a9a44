// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/embed/include/fairstart/fairstart.hpp"
#include "tests/harness/harness.hpp"

// What is installed, and the interface for other programs.
namespace fairstart::contract::install_test {
namespace {

namespace fs = std::filesystem;
using harness::run_program;

std::string words_of(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || (!out.empty() && out.back() != ' ')) out += blank ? ' ' : c;
  }
  return out;
}

// A manual page as its reader sees it, but for layout: requests and escapes gone.
std::string read_page(const fs::path& path) {
  std::string out, text = harness::read_file(path);
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    if (line.starts_with(".TH")) continue;
    if (line.starts_with(".SH")) std::erase(line, '"');
    for (const std::string_view request : {".BR ", ".B ", ".SH ", ".TP", ".nf", ".fi"})
      if (line.starts_with(request)) line.erase(0, request.size());
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"\\&", ""}, {"\\-", "-"}, {"\\e", "\\"}})
      for (std::size_t found = line.find(from); found != std::string::npos; found = line.find(from, found + to.size()))
        line.replace(found, from.size(), to);
    out += line + '\n';
  }
  return words_of(out);
}

std::vector<std::string> commands() {
  const std::string help = run_program({"--help"}).out;
  std::vector<std::string> names;
  std::size_t at = help.find("Commands\n") + 9;
  for (; help.compare(at, 2, "  ") == 0; at = help.find('\n', at) + 1)
    if (help[at + 2] != ' ') names.push_back(help.substr(at + 2, help.find(' ', at + 2) - at - 2));
  return names;
}

class Manual : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto written = run_program({"--manual", folder.path().string()});
    ASSERT_EQ(written.exit_code, 0) << written.err;
  }
  harness::TemporaryFolder folder;
};

TEST_F(Manual, has_a_page_for_each_command_that_says_what_help_says) {
  const std::vector<std::string> names = commands();
  ASSERT_GT(names.size(), 8U);
  const std::string program = read_page(folder.path() / "man/man1/fairstart.1");
  std::size_t options = 0;
  for (const std::string& name : names) {
    EXPECT_NE(program.find("fairstart-" + name + " (1)"), std::string::npos) << name;
    const std::string page = read_page(folder.path() / ("man/man1/fairstart-" + name + ".1"));
    const std::string help = run_program({name, "--help"}).out;
    // The summary, each option with its text, the example: in the same words and order.
    const std::string summary = words_of(help.substr(help.find(": ") + 2, help.find('\n') - help.find(": ") - 2));
    EXPECT_NE(page.find("NAME fairstart-" + name + " - " + summary + " SYNOPSIS"), std::string::npos) << page;
    EXPECT_NE(program.find(name + ' ' + summary), std::string::npos) << name;
    const std::size_t from = help.find("Options\n") + 8, to = help.find("\n\nExample\n", from);
    EXPECT_NE(page.find("OPTIONS " + words_of(help.substr(from + 2, to - from - 2))), std::string::npos) << name << '\n'
                                                                                                         << page;
    const std::size_t example = help.find("Example\n  ") + 10;
    EXPECT_NE(page.find("EXAMPLE " + help.substr(example, help.find('\n', example) - example)), std::string::npos) << name;
    for (std::size_t at = help.find("\n  --"); at != std::string::npos; at = help.find("\n  --", at + 1)) ++options;
  }
  EXPECT_GT(options, 50U);
  const std::string help = run_program({"--help"}).out;
  const std::size_t codes = help.find("Exit codes: ");
  EXPECT_NE(program.find("EXIT STATUS " + words_of(help.substr(codes, help.find("\n\n", codes) - codes))), std::string::npos);
}

TEST_F(Manual, reads_without_a_warning) {
  if (harness::run_command("groff --version").exit_code != 0) GTEST_SKIP() << "there is no groff here";
  for (const auto& page : fs::directory_iterator(folder.path() / "man/man1")) {
    const auto shown = harness::run_command("groff -man -K utf8 -T utf8 -w w -z '" + page.path().string() + "'");
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_EQ(shown.err, "") << page.path();
  }
}

TEST_F(Manual, completes_in_bash) {
  const std::string file = (folder.path() / "bash-completion/completions/fairstart").string();
  const auto completed = [&](const std::string& words, int at) {
    const auto done = harness::run_command("bash -c 'source \"" + file + "\"; COMP_WORDS=(fairstart " + words +
                                           "); COMP_CWORD=" + std::to_string(at) + "; _fairstart; echo \"${COMPREPLY[*]}\"'");
    EXPECT_EQ(done.err, "") << words;
    return done.out;
  };
  EXPECT_EQ(completed("expl", 1), "explain explain-code\n");
  EXPECT_EQ(completed("test --mi", 2), "--min-coverage\n");
  EXPECT_EQ(completed("fmt --ch", 2), "--check\n");
  EXPECT_EQ(completed("run a --out examples/sur", 4), "examples/surrey examples/surrey-better-start\n");
  EXPECT_EQ(completed("check docs/tour/new", 2), "docs/tour/newtown.fair\n");
  EXPECT_EQ(completed("run --as-at \"\"", 3), "\n");
}

TEST_F(Manual, completes_everywhere_what_help_names) {
  const std::string zsh = harness::read_file(folder.path() / "zsh/site-functions/_fairstart");
  const std::string fish = harness::read_file(folder.path() / "fish/vendor_completions.d/fairstart.fish");
  EXPECT_TRUE(zsh.starts_with("#compdef fairstart\n"));
  for (const std::string& name : commands()) {
    EXPECT_NE(zsh.find("    '" + name + ":"), std::string::npos) << name;
    EXPECT_NE(fish.find(" -a " + name + " -d "), std::string::npos) << name;
    const std::string help = run_program({name, "--help"}).out;
    const std::string of_zsh = zsh.substr(zsh.find("\n    " + name + ")\n"));
    for (std::size_t at = help.find("\n  --"); at != std::string::npos; at = help.find("\n  --", at + 1)) {
      const std::string option = help.substr(at + 3, help.find(' ', at + 3) - at - 3);
      if (help.substr(at, help.find("\n  --", at + 1) - at).find("(not built yet)") != std::string::npos) continue;
      EXPECT_NE(of_zsh.substr(0, of_zsh.find(";;")).find(option + "["), std::string::npos) << name << ' ' << option;
      EXPECT_NE(fish.find("__fish_seen_subcommand_from " + name + "' -l " + option.substr(2) + ' '), std::string::npos)
          << name << ' ' << option;
    }
  }
  for (const auto& [shell, file] : {std::pair{"zsh -n", "zsh/site-functions/_fairstart"},
                                    {"fish --no-execute", "fish/vendor_completions.d/fairstart.fish"},
                                    {"bash -n", "bash-completion/completions/fairstart"}}) {
    const std::string program = std::string(shell).substr(0, std::string(shell).find(' '));
    if (harness::run_command("command -v " + program).exit_code != 0) continue;
    const auto done = harness::run_command(std::string(shell) + " '" + (folder.path() / file).string() + "'");
    EXPECT_EQ(done.exit_code, 0) << done.err;
  }
}

// The rows of a CSV file, each by column.
std::vector<std::map<std::string, std::string>> rows_of(const fs::path& path) {
  const std::string text = harness::read_file(path);
  std::vector<std::vector<std::string>> lines(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"')
      lines.back().back() += text[i++];
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      lines.back().emplace_back();
    else if (c == '\n' && !quoted)
      lines.push_back({""});
    else
      lines.back().back() += c;
  }
  lines.pop_back();
  std::vector<std::map<std::string, std::string>> rows;
  for (std::size_t i = 1; i < lines.size(); ++i)
    for (std::size_t column = 0; column < lines[i].size(); ++column) {
      if (column == 0) rows.emplace_back();
      rows.back()[lines[0][column]] = lines[i][column];
    }
  return rows;
}

std::string in_one_cell(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : "; ") + word;
  return out;
}

LoadOptions at_the_source() {
  LoadOptions options;
  options.data = harness::project_root().string();
  return options;
}

EvaluateOptions on(const std::string& day) {
  EvaluateOptions options;
  options.as_at = day;
  return options;
}

// What the interface says of every family is what `run` writes.
TEST(Embed, says_what_a_run_says) {
  const harness::TemporaryFolder folder;
  const std::string surrey = (harness::project_root() / "frameworks/surrey/first-1000-days.fair").string();
  const std::string records = (folder.path() / "records").string(), out = (folder.path() / "out").string();
  ASSERT_EQ(run_program({"synth", surrey, "--families", "40", "--seed", "3", "--out", records}).exit_code, 0);
  ASSERT_EQ(
      run_program({"run", surrey, "--records", records, "--as-at", "2026-04-01", "--quiet", "--format", "csv", "--out", out})
          .exit_code,
      0);
  const Framework framework = Framework::from_file(surrey, at_the_source());
  ASSERT_TRUE(framework.is_sound());
  EXPECT_EQ(framework.name(), "surrey.first-1000-days");
  const Results results = Results::of_records(framework, records, on("2026-04-01"));
  const auto families = rows_of(folder.path() / "out/families.csv"), offers = rows_of(folder.path() / "out/offers.csv");
  ASSERT_EQ(results.size(), families.size());
  std::size_t at = 0, row = 0, unknown = 0, dated = 0;
  for (const Family& family : results) {
    const auto& told = families[at++];
    EXPECT_EQ(family.id, told.at("family_id"));
    const auto support =
        std::find_if(family.levels.begin(), family.levels.end(), [](const Level& level) { return level.scheme == "support"; });
    ASSERT_NE(support, family.levels.end());
    EXPECT_EQ(support->level, told.at("support")) << family.id;
    EXPECT_EQ(in_one_cell(support->could_be), told.at("support_could_be")) << family.id;
    EXPECT_EQ(support->could_be.empty(), support->ask_about.empty());
    std::vector<const Row*> all = {&family};
    for (const Row& member : family.members) all.push_back(&member);
    for (const Row* each : all) {
      for (const Offer& offer : each->offers) {
        ASSERT_LT(row, offers.size());
        const auto& line = offers[row++];
        EXPECT_EQ(line.at("family_id"), family.id);
        EXPECT_EQ(line.at("person_id"), each == &family ? "" : each->id);
        EXPECT_EQ(line.at("offer"), offer.name);
        EXPECT_EQ(line.at("status"), offer.offered == Answer::yes ? "offered" : "can't tell");
        EXPECT_EQ(line.at("reason"), offer.reason);
        EXPECT_EQ(line.at("ask_about"), offer.ask_about);
        EXPECT_EQ(line.at("window"), offer.window);
        EXPECT_EQ(line.at("due_from"), offer.due_from);
        EXPECT_EQ(line.at("due_by"), offer.due_by);
        EXPECT_EQ(line.at("received_on"), offer.received_on);
        EXPECT_EQ(line.at("amount").empty(), offer.amount.empty());
        if (!line.at("overdue").empty()) {
          EXPECT_EQ(line.at("overdue"), offer.overdue == Answer::yes ? "yes" : offer.overdue == Answer::no ? "no" : "unknown");
        }
        unknown += offer.offered == Answer::unknown ? 1 : 0;
        dated += offer.due_by.empty() ? 0 : 1;
      }
    }
  }
  EXPECT_EQ(row, offers.size());
  EXPECT_GT(unknown, 0U);
  EXPECT_GT(dated, 0U);
  // In any order.
  EXPECT_EQ(results.at(7).id, families[7].at("family_id"));
  EXPECT_THROW((void)results.at(results.size()), std::out_of_range);
}

constexpr const char* small = R"(framework small "Small" { version "2" }
record family, families "F" { key family-id
  income : money per year
  lone-parent : yes/no, restricted
}
record person, people "P" { key person-id
  belongs to family by family-id
  date-of-birth : date
}
groups needs for family "Needs" {
  alone "Alone" when lone-parent
}
tiers support for family "Support" {
  universal "Universal"
  targeted "Targeted" when income is under £20,000 per year
}
offer visit for person "Visit" { when age is under 2 years }
)";

TEST(Embed, takes_records_as_text_and_keeps_to_what_may_be_shown) {
  const Framework framework = Framework::from_text(small, "small.fair");
  ASSERT_TRUE(framework.is_sound()) << framework.diagnostics().front().message;
  EXPECT_EQ(framework.framework_version(), "2");
  const std::string documents =
      "{\"family_id\": \"A\", \"income\": 1000, \"lone_parent\": true, \"people\": [{\"person_id\": \"P\", \"date_of_birth\": "
      "\"2026-01-01\"}, {\"person_id\": \"Q\", \"date_of_birth\": \"1990-01-01\"}, {\"person_id\": \"R\"}]}\n{\"family_id\": "
      "\"B\", "
      "\"people\": [], \"income\": \"much\"}\n";
  const Results results = Results::of_documents(framework, documents, on("2026-04-01"));
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results.rejected(), 1U);  // an income of much
  const Family a = results.at(0), b = results.at(1);
  EXPECT_EQ(a.levels.at(0).level, "targeted");
  EXPECT_EQ(a.levels.at(0).title, "Targeted");
  EXPECT_EQ(a.levels.at(0).reason, "income is under £20,000 per year");
  EXPECT_EQ(a.groups.at(0).member, "alone");
  EXPECT_EQ(a.groups.at(0).in, Answer::yes);
  EXPECT_EQ(a.groups.at(0).reason, "a restricted fact");
  ASSERT_EQ(a.members.size(), 2U) << "who is 36 is offered nothing";
  EXPECT_EQ(a.members[0].offers.at(0).offered, Answer::yes);
  EXPECT_EQ(a.members[1].offers.at(0).offered, Answer::unknown);
  EXPECT_EQ(a.members[1].offers.at(0).ask_about, "date-of-birth of R");
  EXPECT_EQ(b.levels.at(0).level, "universal");
  EXPECT_EQ(b.levels.at(0).could_be, std::vector<std::string>{"targeted"});
  EXPECT_EQ(b.levels.at(0).ask_about, "income of B");
  EXPECT_EQ(b.groups.at(0).in, Answer::unknown);
  EvaluateOptions shown = on("2026-04-01");
  shown.show_restricted = true;
  EXPECT_EQ(Results::of_documents(framework, documents, shown).at(0).groups.at(0).reason, "lone-parent");
}

TEST(Embed, results_outlive_the_framework) {
  std::optional<Framework> framework = Framework::from_text(small, "small.fair");
  const Results results = Results::of_documents(*framework, "{\"family_id\": \"A\", \"income\": 1}\n", on("2026-04-01"));
  framework.reset();
  EXPECT_EQ(results.at(0).levels.at(0).level, "targeted");
}

TEST(Embed, says_what_it_can_not_do) {
  const Framework wrong = Framework::from_text("framework t \"T\" { version \"1\" }\ndefine a for family means b\n", "t.fair");
  EXPECT_FALSE(wrong.is_sound());
  ASSERT_FALSE(wrong.diagnostics().empty());
  EXPECT_EQ(wrong.diagnostics()[0].file, "t.fair");
  EXPECT_EQ(wrong.diagnostics()[0].line, 2U);
  EXPECT_EQ(wrong.diagnostics()[0].severity, "error");
  EXPECT_THROW(Results::of_documents(wrong, "", on("2026-04-01")), Failure);
  EXPECT_FALSE(Framework::from_file("/no/such/file.fair").is_sound());
  EXPECT_FALSE(Framework::from_text("library a \"A\" { version \"1\" }\n", "a.fair").is_sound());
  EXPECT_FALSE(Framework::from_text("\xff", "a.fair").is_sound());
  const Framework framework = Framework::from_text(small, "small.fair");
  EXPECT_THROW(Results::of_documents(framework, "{\"family_id\": \"A\"}\n", on("1 April")), Failure);
  EvaluateOptions turned = on("2026-04-01");
  turned.period_from = "2026-05-01";
  EXPECT_THROW(Results::of_documents(framework, "", turned), Failure);
  try {
    (void)Results::of_records(framework, "/no/such/folder", on("2026-04-01"));
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_NE(std::string(failure.what()).find("/no/such/folder"), std::string::npos);
    EXPECT_FALSE(failure.diagnostics().empty());
  }
  EvaluateOptions strict = on("2026-04-01");
  strict.max_rejects = 0;
  EXPECT_THROW(Results::of_documents(framework, "{\"family_id\": \"A\", \"income\": \"much\"}\n", strict), Failure);
  LoadOptions mapped;
  mapped.mapping_file = "/no/such/mapping.fair";
  EXPECT_FALSE(Framework::from_text(small, "small.fair", mapped).is_sound());
}

// Into a folder of its own, moved afterwards: the program and a program that embeds it find the standard library all the same.
TEST(Install, program_and_library_work_where_they_are_put) {
  const fs::path build = FAIRSTART_BUILD_DIR;
  if (!fs::exists(build / "libfairstart.a") || !fs::exists(build / "manual/written"))
    GTEST_SKIP() << "not everything is built: `cmake --build` without a target does";
  const harness::TemporaryFolder folder;
  const std::string first = (folder.path() / "first").string(), prefix = (folder.path() / "moved").string();
  const auto installed = harness::run_command("cmake --install '" + build.string() + "' --prefix '" + first + "'");
  ASSERT_EQ(installed.exit_code, 0) << installed.err;
  fs::rename(first, prefix);
  for (const char* file : {"bin/fairstart", "share/fairstart/stdlib/uk/family-record.fair", "share/doc/fairstart/copyright",
                           "share/doc/fairstart/docs/formats.md", "share/man/man1/fairstart-check.1.gz",
                           "share/bash-completion/completions/fairstart", "share/zsh/site-functions/_fairstart",
                           "share/fish/vendor_completions.d/fairstart.fish", "include/fairstart/fairstart.hpp"})
    EXPECT_TRUE(fs::exists(fs::path(prefix) / file)) << file;
  folder.write("a/newtown.fair", harness::read_file(harness::project_root() / "docs/tour/newtown.fair"));
  const std::string framework = (folder.path() / "a/newtown.fair").string();
  const auto checked = harness::run_command(
      "env -u FAIRSTART_PATH '" + prefix + "/bin/fairstart' check --log-level debug '" + framework + "'", "/");
  EXPECT_EQ(checked.exit_code, 0) << checked.err;
  EXPECT_NE(checked.err.find(prefix + "/share/fairstart/stdlib"), std::string::npos) << checked.err;

  const std::string example = (harness::project_root() / "examples/embed").string(), work = (folder.path() / "build").string();
  const auto built = harness::run_command("cmake -S '" + example + "' -B '" + work + "' -DCMAKE_PREFIX_PATH='" + prefix +
                                          "' -DCMAKE_CXX_FLAGS='" FAIRSTART_CXX_FLAGS "' && cmake --build '" + work + "'");
  ASSERT_EQ(built.exit_code, 0) << built.out << built.err;
  const std::string records = (harness::project_root() / "docs/tour/records").string();
  const auto told = harness::run_command("'" + work + "/tiers' '" + framework + "' '" + records + "' 2026-04-01", "/");
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_NE(
      told.out.find(
          "family T3\n  support: universal, could be universal-plus\n    ask about lone-parent of T3; assessments of T3A\n"),
      std::string::npos)
      << told.out;
  EXPECT_EQ(harness::run_command("'" + work + "/tiers' /no/such.fair - 2026-04-01").exit_code, 1);
  EXPECT_EQ(harness::run_command("echo '{}' | '" + work + "/tiers' '" + framework + "' - 2026-13-01").exit_code, 3);
}

}  // namespace
}  // namespace fairstart::contract::install_test
