// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "tests/harness/harness.hpp"

// The pipelines of examples/ci do what they say: their steps are taken out of the files as they stand and run over a clone of a
// repository with a framework, then over the same with a mistake. What installs the program and what hands results to the
// service is not run.
namespace fairstart::docs::pipelines_test {
namespace {

namespace fs = std::filesystem;

struct Line {
  std::size_t indent = 0;
  std::string text;  // without it
};

std::vector<Line> indented_lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<Line> lines;
  for (std::string line; std::getline(in, line);) {
    const std::size_t at = std::min(line.find_first_not_of(' '), line.size());
    lines.push_back({at, line.substr(at)});
  }
  return lines;
}

// The block below `|`: what is further in than `outside`. Leaves `at` on its last line.
std::string block_below(const std::vector<Line>& lines, std::size_t& at, std::size_t outside) {
  std::string text;
  const std::size_t inside = at + 1 < lines.size() ? lines[at + 1].indent : 0;
  while (at + 1 < lines.size() && (lines[at + 1].text.empty() || lines[at + 1].indent > outside)) {
    const Line& line = lines[++at];
    text += std::string(line.text.empty() ? 0 : line.indent - inside, ' ') + line.text + "\n";
  }
  return text;
}

// What a pipeline tells its shell to do, step by step: `run: |` of GitHub, `bash: |` of Azure, the items of GitLab's `script:`.
// It reads the forms that these files use and no others.
std::vector<std::string> steps_of(const std::string& yaml) {
  const std::vector<Line> lines = indented_lines(yaml);
  std::vector<std::string> steps;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const Line& line = lines[at];
    if (line.text == "run: |" || line.text == "- bash: |") {
      // What follows a dash stands two further in.
      steps.push_back(block_below(lines, at, line.indent + (line.text.starts_with("- ") ? 2 : 0)));
    } else if (line.text == "script:") {
      const std::size_t outside = line.indent;
      while (at + 1 < lines.size() && lines[at + 1].indent > outside) {
        const Line& item = lines[++at];
        steps.push_back(item.text == "- |" ? block_below(lines, at, item.indent)
                                           : item.text.substr(2, item.text.find(" #") - 2) + "\n");
      }
    }
  }
  std::erase_if(steps, [](const std::string& step) { return step.find("cmake --install") != std::string::npos; });
  return steps;
}

TEST(Pipelines, TheReaderOfStepsReadsThem) {
  EXPECT_EQ(
      steps_of("jobs:\n  a:\n    steps:\n      - name: x\n        run: |\n          one\n            two\n      - uses: b\n"),
      std::vector<std::string>{"one\n  two\n"});
  EXPECT_EQ(steps_of("a:\n  script:\n    - one # why\n    - |\n      two\n      three\n  artifacts:\n    - no\n"),
            (std::vector<std::string>{"one\n", "two\nthree\n"}));
  EXPECT_EQ(steps_of("steps:\n  - bash: |\n      one\n    displayName: One\n"), std::vector<std::string>{"one\n"});
}

constexpr const char* framework = "newtown/first-steps.fair";

struct Mistake {
  std::string what, in_place_of, stands, fails, says;  // `fails`: what the step that notices runs
};

const std::vector<Mistake> mistakes = {
    {"a name that is not there", "where under-one-year", "where under-two-yaers", "fairstart check --strict", "error[FS0201]"},
    {"a word that nothing uses", "\noutcome good-start", "\ndefine idle for family means no child\n\noutcome good-start",
     "fairstart check --strict", "warning[FS"},
    {"another layout", "  tier      universal\n", "  tier universal\n", "fairstart fmt --check", "newtown/first-steps.fair"},
    {"an example that does not hold", "expect young yes for amy", "expect young no for amy", "fairstart test",
     "the expectation does not hold"},
    {"answers that no example shows", "\noutcome good-start",
     "\noffer letter for family \"Letter\" {\n  when    lone-parent\n  serves  good-start\n}\n\noutcome good-start",
     "fairstart test", "coverage is below 100%"},
};

std::string quoted(const fs::path& path) { return std::string("'").append(path.string()).append("'"); }

// A repository with a new framework, and the program on the path under its own name.
class Repository {
 public:
  Repository() {
    folder_.write("bin/.keep", "");
    folder_.write("repository/.keep", "");
    fs::create_symlink(FAIRSTART_PROGRAM, folder_.path() / "bin/fairstart");
    const harness::Finished made = harness::run_program({"new", "newtown.first-steps"}, work());
    EXPECT_EQ(made.exit_code, 0) << made.err;
  }
  fs::path work() const { return folder_.path() / "repository"; }

  harness::Finished run(const std::string& command, const fs::path& where) const {
    std::string line = "env -u GIT_DIR -u GIT_INDEX_FILE -u GIT_WORK_TREE GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1";
    line.append(" MIN_COVERAGE=100 AS_AT=2026-04-01 FAIL_IF='any family loses a core offer' PATH=")
        .append(quoted(folder_.path() / "bin"))
        .append(":\"$PATH\" ")
        .append(command);
    return harness::run_command(line, where);
  }
  harness::Finished git(const std::string& arguments) const {
    return run("git -c user.name=Nobody -c user.email=nobody@example.org -c init.defaultBranch=main " + arguments, work());
  }
  // The first step that fails, empty where none does; `said` has what it said.
  std::string first_to_fail(const std::vector<std::string>& steps, const std::string& shell, const fs::path& where,
                            std::string& said) const {
    for (const std::string& step : steps) {
      const harness::Finished done = run(shell + " " + quoted(folder_.write("step", step)), where);
      said = done.out + done.err;
      if (done.exit_code != 0) return step;
    }
    return {};
  }
  void put(const Mistake& mistake) const {
    std::string text = harness::read_file(work() / framework);
    const std::size_t at = text.find(mistake.in_place_of);
    ASSERT_NE(at, std::string::npos) << mistake.what;
    folder_.write(std::string("repository/") + framework, text.replace(at, mistake.in_place_of.size(), mistake.stands));
  }

 private:
  harness::TemporaryFolder folder_;
};

bool has_git() { return harness::run_command("git --version").exit_code == 0; }

struct Pipeline {
  const char* file;
  const char* shell;  // as the service starts it
  std::size_t steps;
  const char* sarif;
};
void PrintTo(const Pipeline& pipeline, std::ostream* out) { *out << pipeline.file; }

const Pipeline pipelines[] = {
    {"github-actions.yml", "bash --noprofile --norc -eo pipefail", 6, "check.sarif"},
    {"gitlab-ci.yml", "bash -eo pipefail", 8, "check.sarif"},
    {"azure-pipelines.yml", "bash --noprofile --norc", 6, "logs/check.sarif"},
};

class Pipelines : public testing::TestWithParam<Pipeline> {
 protected:
  std::string yaml = harness::read_file(harness::project_root() / "examples/ci" / GetParam().file);
  std::vector<std::string> steps = steps_of(yaml);
};

TEST_P(Pipelines, PassesAndLeavesWhatItHandsOn) {
  if (!has_git()) GTEST_SKIP() << "there is no git here";
  ASSERT_EQ(steps.size(), GetParam().steps);
  EXPECT_NE(yaml.find("MIN_COVERAGE: \"100\""), std::string::npos);
  const Repository repository;
  ASSERT_EQ(repository.git("init -q").exit_code, 0);
  ASSERT_EQ(repository.git("add -A").exit_code, 0);
  ASSERT_EQ(repository.git("commit -q -m First").exit_code, 0);
  ASSERT_EQ(repository.git("clone -q . ../clone").exit_code, 0);
  const fs::path clone = repository.work().parent_path() / "clone";
  std::string said;
  EXPECT_EQ(repository.first_to_fail(steps, GetParam().shell, clone, said), "") << said;
  const nlohmann::json sarif = nlohmann::json::parse(harness::read_file(clone / GetParam().sarif));
  EXPECT_EQ(sarif["version"], "2.1.0");
  EXPECT_TRUE(sarif["runs"][0]["results"].empty());
  const std::string junit = harness::read_file(clone / "junit.xml");
  EXPECT_NE(junit.find("tests=\"7\" failures=\"0\" errors=\"0\""), std::string::npos) << junit;
  EXPECT_TRUE(fs::exists(clone / "document/newtown.first-steps.html"));
  EXPECT_NE(harness::read_file(clone / "difference.md").find("No difference in meaning."), std::string::npos);
  EXPECT_NE(yaml.find("FAIL_IF: \"any family loses a core offer\""), std::string::npos);
  // What the service is told to fetch is what lies there.
  for (const std::string& handed_on :
       {fs::path(GetParam().sarif).begin()->string(), std::string("junit.xml"), std::string("document")}) {
    std::string line = "\n *(- |path: |junit: |sarif_file: |testResultsFiles: |- publish: )?";
    EXPECT_TRUE(std::regex_search(yaml, std::regex(line.append(handed_on).append("\n")))) << handed_on;
  }
}

// The last step alone: what a change does is told, and one that takes a core offer away does not go through.
TEST_P(Pipelines, TellsWhatAChangeDoesAndStopsWhatMustNotHappen) {
  if (!has_git()) GTEST_SKIP() << "there is no git here";
  const Repository repository;
  const auto put = [&](const std::string& from, const std::string& to) {
    std::string text = harness::read_file(repository.work() / framework);
    ASSERT_NE(text.find(from), std::string::npos) << from;
    std::ofstream(repository.work() / framework, std::ios::binary) << text.replace(text.find(from), from.size(), to);
  };
  put("\noffer home-visits", "\ncore offer home-visits");
  for (const char* each : {"init -q", "add -A", "commit -q -m First", "update-ref refs/remotes/origin/main HEAD"})
    ASSERT_EQ(repository.git(each).exit_code, 0);
  const std::vector<std::string> last{steps.back()};
  std::string said;
  put("value   20 years", "value   21 years");
  EXPECT_EQ(repository.first_to_fail(last, GetParam().shell, repository.work(), said), "") << said;
  const std::string wider = harness::read_file(repository.work() / "difference.md");
  EXPECT_NE(wider.find("The value goes from 20 years to 21 years."), std::string::npos) << wider;
  EXPECT_NE(wider.find("Visits at home"), std::string::npos) << wider;
  put("value   21 years", "value   18 years");
  EXPECT_NE(repository.first_to_fail(last, GetParam().shell, repository.work(), said), "");
  const std::string narrower = harness::read_file(repository.work() / "difference.md");
  EXPECT_NE(narrower.find("Fails, as it holds: any family loses a core offer"), std::string::npos) << narrower;
}

// What a gate must not miss, and what it must not stop, each from the repository as it was first committed.
struct Turn {
  std::string what, git, says;
  std::vector<std::pair<std::string, std::string>> changes;  // of the framework; an offer goes whole
  bool goes_through = true;
  std::string may_go = {}, broken_before = {};
};

const std::vector<Turn> turns = {
    {"a core offer goes, with the only rule that read a field",
     "add -A",
     "Fails, as it holds: any family loses a core offer",
     {{"\ncore offer lone-visits", "\noutcome good-start"}},
     false},
    {"another name",
     "mv newtown/first-steps.fair newtown/next-steps.fair",
     "The value goes from 20 years to 21 years.",
     {{"value   20 years", "value   21 years"}, {"newtown.first-steps", "newtown.next-steps"}}},
    {"deleted", "rm -qf newtown/first-steps.fair", "# Gone: newtown/first-steps.fair", {}, false},
    {"deleted, and that is meant",
     "rm -qf newtown/first-steps.fair",
     "# Gone: newtown/first-steps.fair",
     {},
     true,
     "other/one.fair:newtown/first-steps.fair"},
    {"broken before, and mended",
     "add -A",
     "# Not compared: newtown/first-steps.fair",
     {{"no-such-thing", "lone-parent"}},
     true,
     "",
     "no-such-thing"},
};

TEST_P(Pipelines, SeesWhatGoesAndLetsWhatMends) {
  if (!has_git()) GTEST_SKIP() << "there is no git here";
  for (const Turn& turn : turns) {
    SCOPED_TRACE(turn.what);
    const Repository repository;
    const fs::path file = repository.work() / framework;
    const auto replace = [&](const std::string& from, const std::string& to, bool up_to = false) {
      std::string text = harness::read_file(file);
      const std::size_t at = text.find(from);
      ASSERT_NE(at, std::string::npos) << from;
      text.replace(at, up_to ? text.find(to, at) - at : from.size(), up_to ? "" : to);
      std::ofstream(file, std::ios::binary) << text;
    };
    replace("\noutcome good-start", "\ncore offer lone-visits for family \"Visits\" {\n  tier    universal\n  when    " +
                                        (turn.broken_before.empty() ? "lone-parent" : turn.broken_before) +
                                        "\n  serves  good-start\n}\n\noutcome good-start");
    for (const char* each : {"init -q", "add -A", "commit -q -m First", "update-ref refs/remotes/origin/main HEAD"})
      ASSERT_EQ(repository.git(each).exit_code, 0);
    for (const auto& [from, to] : turn.changes) replace(from, to, from.starts_with('\n'));
    ASSERT_EQ(repository.git(turn.git).exit_code, 0);
    std::string said;
    const std::string step = "export MAY_GO='" + turn.may_go + "'\n" + steps.back();
    EXPECT_EQ(repository.first_to_fail({step}, GetParam().shell, repository.work(), said).empty(), turn.goes_through) << said;
    const std::string told = harness::read_file(repository.work() / "difference.md");
    EXPECT_NE(told.find(turn.says), std::string::npos) << told << said;
  }
}

TEST_P(Pipelines, FailsWhereSomethingIsWrong) {
  for (const Mistake& mistake : mistakes) {
    SCOPED_TRACE(mistake.what);
    const Repository repository;
    repository.put(mistake);
    std::string said;
    const std::string failed = repository.first_to_fail(steps, GetParam().shell, repository.work(), said);
    EXPECT_NE(failed.find(mistake.fails), std::string::npos) << "the step that failed: `" << failed << "`\n" << said;
    EXPECT_NE(said.find(mistake.says), std::string::npos) << said;
    if (mistake.fails != "fairstart check --strict") continue;
    const std::string sarif = harness::read_file(repository.work() / GetParam().sarif);
    EXPECT_NE(sarif.find("\"newtown/first-steps.fair\""), std::string::npos) << sarif;
  }
}

TEST_P(Pipelines, HoldsAFrameworkToItsLock) {
  const Repository repository;
  const harness::Finished locked = harness::run_program({"lock", framework}, repository.work());
  ASSERT_EQ(locked.exit_code, 0) << locked.err;
  // Other programs have files of that ending too.
  std::ofstream(repository.work() / "package.lock") << "{}\n";
  const auto step = std::find_if(steps.begin(), steps.end(), [](const std::string& one) {
    return one.find("fairstart check --locked") != std::string::npos;
  });
  ASSERT_NE(step, steps.end());
  std::string said;
  EXPECT_EQ(repository.first_to_fail({*step}, GetParam().shell, repository.work(), said), "") << said;
  // Sound, and not what was locked.
  repository.put({"another provider", "provider  \"Health visiting\"", "provider  \"Somebody else\"", "", ""});
  EXPECT_EQ(repository.first_to_fail({*step}, GetParam().shell, repository.work(), said), *step);
  EXPECT_NE(said.find("error[FS17"), std::string::npos) << said;
}

std::string name_of_pipeline(const testing::TestParamInfo<Pipeline>& info) {
  std::string name = info.param.file;
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Ready, Pipelines, testing::ValuesIn(pipelines), name_of_pipeline);

class Hook : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_git()) GTEST_SKIP() << "there is no git here";
    ASSERT_EQ(repository.git("init -q").exit_code, 0);
    fs::create_directories(repository.work() / ".git/hooks");
    fs::copy_file(harness::project_root() / "examples/ci/pre-commit", repository.work() / ".git/hooks/pre-commit");
    ASSERT_EQ(repository.git("add -A").exit_code, 0);
    const harness::Finished first = repository.git("commit -q -m First");
    ASSERT_EQ(first.exit_code, 0) << first.out << first.err;
  }
  const Repository repository;
};

TEST_F(Hook, LetsAGoodCommitThroughAndKeepsItsResults) {
  const fs::path results = repository.work() / ".git/fairstart";
  EXPECT_NE(harness::read_file(results / "junit.xml").find("failures=\"0\""), std::string::npos);
  EXPECT_TRUE(fs::exists(results / "document/newtown.first-steps.html"));
  EXPECT_EQ(repository.git("status --porcelain").out, "");
}

TEST_F(Hook, StopsWhatIsWrongAndOnlyThat) {
  const std::string good = harness::read_file(repository.work() / framework);
  for (const Mistake& mistake : mistakes) {
    SCOPED_TRACE(mistake.what);
    repository.put(mistake);
    EXPECT_EQ(repository.git("add -A").exit_code, 0);
    const harness::Finished wrong = repository.git("commit -q -m Wrong");
    EXPECT_NE(wrong.exit_code, 0);
    EXPECT_NE(wrong.err.find(mistake.says), std::string::npos) << wrong.err;
    // Mended in the folder, but not in what is about to be committed.
    std::ofstream(repository.work() / framework, std::ios::binary) << good;
    EXPECT_NE(repository.git("commit -q -m Wrong").exit_code, 0);
    EXPECT_EQ(repository.git("add -A").exit_code, 0);
  }
  // Wrong in the folder, and something else is committed.
  repository.put(mistakes.front());
  std::ofstream(repository.work() / "notes.txt") << "notes\n";
  EXPECT_EQ(repository.git("add notes.txt").exit_code, 0);
  const harness::Finished notes = repository.git("commit -q -m Notes");
  EXPECT_EQ(notes.exit_code, 0) << notes.err;
}

}  // namespace
}  // namespace fairstart::docs::pipelines_test
