// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <stdexcept>
#include <thread>

#include "tests/cli/small.hpp"

// `run --memory`: the cap is kept, the outputs are the same, and nothing stays behind.
namespace fairstart::cli::memory_test {
namespace {

namespace fs = std::filesystem;

// The program at work; ends with it.
class Process {
 public:
  Process(const fs::path& folder, const std::vector<std::string>& arguments, const fs::path& program = FAIRSTART_PROGRAM) {
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    std::array<int, 2> running{};
    if (pipe2(running.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    id_ = fork();
    if (id_ < 0) throw std::runtime_error("no process");
    if (id_ == 0) {
      const int nowhere = open("/dev/null", O_RDWR);
      dup2(nowhere, 1);
      dup2(nowhere, 2);
      if (chdir(folder.c_str()) == 0) execv(pointers.front(), pointers.data());
      _exit(127);
    }
    // Until then its memory is a copy of ours.
    close(running[1]);
    char none = 0;
    while (read(running[0], &none, 1) < 0 && errno == EINTR) {}
    close(running[0]);
  }
  ~Process() {
    if (!waited_) kill();
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  pid_t id() const { return id_; }
  // Its exit code (−1: a signal ended it).
  int wait() {
    using namespace std::chrono_literals;
    int status = 0;
    while (waitpid(id_, &status, WNOHANG) != id_) {
      highest_kb_ = std::max(highest_kb_, peak_kb());
      std::this_thread::sleep_for(500us);
    }
    waited_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void kill() {
    ::kill(id_, SIGKILL);
    wait();
  }
  // The peak of its memory as last seen, half a millisecond before its end at most. What wait4() says has our own peak in it.
  long highest_kb() const { return highest_kb_; }

 private:
  long peak_kb() const {
    std::ifstream in("/proc/" + std::to_string(id_) + "/status");
    for (std::string line; std::getline(in, line);)
      if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    return 0;  // it has ended
  }

  pid_t id_ = -1;
  bool waited_ = false;
  long highest_kb_ = 0;
};

class Memory : public Small {
 protected:
  // Contacts whose keys are long texts in no order, some of them twice: too much for the cap.
  void write_many(int how_many, int contacts_each) {
    std::mt19937 random(20260401);
    std::string all = "family_id,income,lone_parent\n", persons = "person_id,family_id,date_of_birth\n";
    for (int i = 0; i < how_many; ++i) {
      all += "F" + std::to_string(i) + ',' + std::to_string(random() % 40000) + ",yes\n";
      persons += "P" + std::to_string(i) + ",F" + std::to_string(i) + ",2025-0" + std::to_string(1 + random() % 9) + "-11\n";
    }
    folder.write("records/families.csv", all);
    folder.write("records/people.csv", persons);
    std::ofstream out(folder.path() / "records/contacts.csv");
    out << "contact_id,person_id,date,kind\n";
    std::string line;
    for (int i = 0; i < how_many * contacts_each; ++i) {
      const auto number = i % 1000 == 999 ? 5 : random();
      line = "a-contact-with-a-long-name-" + std::to_string(number) + '-' + std::to_string(i % 1000 == 999 ? 0 : i) + ",P" +
             std::to_string(random() % static_cast<unsigned>(how_many)) + ",2026-01-" + std::to_string(10 + random() % 20) +
             (random() % 2 == 0 ? ",other\n" : ",birth-visit\n");
      out << line;
    }
  }
  // After so many tries from 48M on.
  void does_as_is_said(const fs::path& program, int tries) {
    long enough = 48;
    for (; tries > 0; --tries) {
      const std::string before = "`--memory " + std::to_string(enough) + "M` is too little here: at least ";
      const harness::Finished said =
          harness::run_program(arguments("out", {"--memory", std::to_string(enough) + 'M'}), folder.path(), {}, program);
      if (said.exit_code == 0) break;
      ASSERT_NE(said.err.find(before), std::string::npos) << said.err;
      enough = std::stol(said.err.substr(said.err.find(before) + before.size()));
    }
    Process at_least(folder.path(), arguments("out", {"--memory", std::to_string(enough) + 'M'}), program);
    EXPECT_EQ(at_least.wait(), 0) << "what was said to do does";
    EXPECT_LE(at_least.highest_kb(), enough * 1024);
  }
  std::vector<std::string> arguments(const std::string& out, const std::vector<std::string>& more = {},
                                     const std::string& threads = "1") const {
    std::vector<std::string> all{"run",     "small.fair", "--records", "records",   "--as-at", "2026-04-01",
                                 "--quiet", "--out",      out,         "--threads", threads};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
};

TEST_F(Memory, IsNotExceeded) {
  const auto program = harness::program_to_measure();
  if (!program) GTEST_SKIP() << harness::nothing_to_measure;
  write_many(4000, 300);
  Process free(folder.path(), arguments("free"), *program);
  ASSERT_EQ(free.wait(), 0);
  EXPECT_GT(free.highest_kb(), 64 * 1024) << "the cap caps nothing";
  for (const auto& [threads, megabytes] : {std::pair{"1", 64}, {"4", 112}}) {
    Process capped(folder.path(), arguments("capped", {"--memory", std::to_string(megabytes) + 'M'}, threads), *program);
    ASSERT_EQ(capped.wait(), 0);
    EXPECT_LE(capped.highest_kb(), megabytes * 1024) << threads << " threads";
  }
}

// Texts stay in memory, each once: where they are too many, that is said before they have taken more than there is.
TEST_F(Memory, IsNotExceededByTexts) {
  const auto program = harness::program_to_measure();
  if (!program) GTEST_SKIP() << harness::nothing_to_measure;
  folder.write("small.fair",
               "framework small.test \"Small\" { version \"1\" }\n"
               "record family, families \"Family\" { key family-id, town \"Town\" : text }\n"
               "tiers support for family \"Support\" { universal \"U\", targeted \"T\" when town is \"X\" }\n");
  std::string all = "family_id,town\n";
  for (int i = 0; i < 400'000; ++i) all += std::to_string(i) + ",a town with a long name " + std::to_string(i) + '\n';
  write("families.csv", all);
  Process little(folder.path(), arguments("out", {"--memory", "48M"}), *program);
  EXPECT_EQ(little.wait(), 2);
  EXPECT_LE(little.highest_kb(), 48 * 1024);
  does_as_is_said(*program, 1);
}

// Each person's offer rests on all others: 80 MB of what to ask of one family.
TEST_F(Memory, IsNotExceededByWhatOneFamilyIsAsked) {
  const auto program = harness::program_to_measure();
  if (!program) GTEST_SKIP() << harness::nothing_to_measure;
  folder.write("small.fair",
               "framework small.test \"Small\" { version \"1\" }\n"
               "record family, families \"Family\" { key family-id, income : money per year }\n"
               "record person, people \"Person\" { key person-id, belongs to family by family-id, on-plan : yes/no }\n"
               "tiers support for family { universal \"U\", targeted \"T\" when at least 300 people where on-plan }\n"
               "score concern for person { 1 point when on-plan, 1 point when at least 400 people where on-plan }\n"
               "offer visit for person { tier targeted }\n");
  std::string all = "person_id,family_id,on_plan\n";
  for (int i = 0; i < 10'000; ++i) all += std::to_string(i) + ",F1,\n";
  folder.write("records/families.csv", "family_id,income\nF1,1\n");
  folder.write("records/people.csv", all);
  Process capped(folder.path(), arguments("out", {"--memory", "48M"}), *program);
  ASSERT_EQ(capped.wait(), 0);
  EXPECT_LE(capped.highest_kb(), 48 * 1024);
  EXPECT_GT(fs::file_size(folder.path() / "out/offers.csv"), 50U << 20U);
  EXPECT_GT(fs::file_size(folder.path() / "out/people.csv"), 50U << 20U);
}

// What tells which keys are repeated has room for all of them from the first that is out of order on.
TEST_F(Memory, IsNotExceededByKeysInNoOrder) {
  const auto program = harness::program_to_measure();
  if (!program) GTEST_SKIP() << harness::nothing_to_measure;
  std::string all = "family_id,income,lone_parent\n";
  constexpr long how_many = 3'000'000;
  for (long i = 0; i < how_many; ++i) all += 'F' + std::to_string(i * 7919 % how_many) + ",1,yes\n";
  folder.write("records/families.csv", all);
  Process little(folder.path(), arguments("out", {"--memory", "48M"}), *program);
  EXPECT_EQ(little.wait(), 2);
  EXPECT_LE(little.highest_kb(), 48 * 1024);
  does_as_is_said(*program, 2);
}

TEST_F(Memory, LeavesTheOutputsTheSame) {
  write_many(4000, 300);
  Process free(folder.path(), arguments("free"));
  ASSERT_EQ(free.wait(), 0);
  Process capped(folder.path(), arguments("capped", {"--memory", "64M"}));
  ASSERT_EQ(capped.wait(), 0);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder.path() / "free")) {
    const std::string name = entry.path().filename().string();
    EXPECT_TRUE(harness::read_file(entry.path()) == harness::read_file(folder.path() / "capped" / name)) << name;
    ++files;
  }
  EXPECT_GE(files, 6u);
  EXPECT_NE(harness::read_file(folder.path() / "capped/rejects.csv").find("the key is repeated"), std::string::npos);
}

TEST_F(Memory, LeavesNothingOfItsOwnWhenKilled) {
  write_many(2000, 300);
  Process process(folder.path(), arguments("out", {"--memory", "64M"}));
  // Until its file without a name has rows.
  const fs::path files = "/proc/" + std::to_string(process.id()) + "/fd";
  bool found = false;
  for (int i = 0; i < 20'000 && !found; ++i) {
    std::error_code error;
    for (fs::directory_iterator at(files, error), end; !error && at != end; at.increment(error)) {
      const fs::path target = fs::read_symlink(at->path(), error);
      if (target.string().find("(deleted)") == std::string::npos) continue;
      std::error_code none;
      found = found || fs::file_size(at->path(), none) > 0;
    }
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  process.kill();
  EXPECT_TRUE(found) << "nothing was put away before the end";
  EXPECT_FALSE(fs::exists(folder.path() / "out"));
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    const std::string name = entry.path().filename().string();
    const std::array known{"small.fair",   "records",     "families.csv", "people.csv",
                           "contacts.csv", "rejects.csv", "offers.csv",   "small"};
    EXPECT_TRUE(std::find(known.begin(), known.end(), name) != known.end() || name.starts_with(".out.partial-")) << name;
  }
  // What any killed run leaves is gone after the next.
  Process next(folder.path(), arguments("out"));
  EXPECT_EQ(next.wait(), 0);
  for (const auto& entry : fs::directory_iterator(folder.path()))
    EXPECT_FALSE(entry.path().filename().string().starts_with(".out.partial-"));
}

TEST_F(Memory, SaysWhatWouldDo) {
  const harness::Finished small = harness::run_program(arguments("out", {"--memory", "10M"}), folder.path());
  EXPECT_EQ(small.exit_code, 2);
  EXPECT_NE(small.err.find("`--memory 10M` is too little here: at least 48M would do"), std::string::npos) << small.err;
  for (const std::string wrong : {"0M", "512", "M", "-1M", "512X", "99999999999999999999G", "18446744073709551615K", "1.5G"}) {
    const harness::Finished finished = harness::run_program(arguments("out", {"--memory", wrong}), folder.path());
    EXPECT_EQ(finished.exit_code, 2) << wrong;
    EXPECT_NE(finished.err.find("Sizes are written as 512M or 2G"), std::string::npos) << finished.err;
  }
  EXPECT_FALSE(fs::exists(folder.path() / "out"));
}

// The keys of what others belong to stay in memory: where they alone are too many, the run says so and writes nothing.
TEST_F(Memory, IsTooLittleForKeysThatDoNotFit) {
  std::string all = "family_id,income,lone_parent\n", name(400, 'x');
  for (int i = 0; i < 60'000; ++i) all += name + std::to_string((i * 7919) % 60'013) + ",1,yes\n";
  folder.write("records/families.csv", all);
  const harness::Finished finished = harness::run_program(arguments("out", {"--memory", "48M"}), folder.path());
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_NE(finished.err.find("`--memory 48M` is too little here: at least "), std::string::npos) << finished.err;
  EXPECT_FALSE(fs::exists(folder.path() / "out"));
}

}  // namespace
}  // namespace fairstart::cli::memory_test
