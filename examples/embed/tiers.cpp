// SPDX-License-Identifier: Apache-2.0
#include <fairstart/fairstart.hpp>
#include <iostream>
#include <iterator>

// tiers FRAMEWORK RECORDS AS-AT: each family's tiers and offers, and why. RECORDS may be `-`: NDJSON on standard input.
namespace {

const char* word(fairstart::Answer answer) {
  return answer == fairstart::Answer::yes ? "offered" : answer == fairstart::Answer::no ? "not offered" : "can't tell";
}

void tell(const fairstart::Row& row, const char* indent) {
  std::cout << indent << row.record << ' ' << row.id << '\n';
  for (const fairstart::Level& level : row.levels) {
    std::cout << indent << "  " << level.scheme << ": " << (level.level.empty() ? "not known" : level.level);
    for (const std::string& other : level.could_be) std::cout << ", could be " << other;
    std::cout << '\n';
    if (!level.reason.empty()) std::cout << indent << "    because " << level.reason << '\n';
    if (!level.ask_about.empty()) std::cout << indent << "    ask about " << level.ask_about << '\n';
  }
  for (const fairstart::Offer& offer : row.offers) {
    std::cout << indent << "  " << offer.name << ": " << word(offer.offered);
    if (!offer.amount.empty()) std::cout << ", " << offer.amount;
    if (!offer.due_by.empty()) std::cout << ", due by " << offer.due_by;
    std::cout << '\n';
    if (!offer.reason.empty()) std::cout << indent << "    because " << offer.reason << '\n';
    if (!offer.ask_about.empty()) std::cout << indent << "    ask about " << offer.ask_about << '\n';
  }
}

void tell(const std::vector<fairstart::Diagnostic>& diagnostics) {
  for (const fairstart::Diagnostic& one : diagnostics)
    std::cerr << one.file << ':' << one.line << ':' << one.column << ": " << one.severity << '[' << one.code
              << "]: " << one.message << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: tiers FRAMEWORK RECORDS AS-AT\n";
    return 2;
  }
  const fairstart::Framework framework = fairstart::Framework::from_file(argv[1]);
  tell(framework.diagnostics());
  if (!framework.is_sound()) return 1;
  std::cout << framework.title() << " (" << framework.framework_version() << ")\n";
  try {
    fairstart::EvaluateOptions options;
    options.as_at = argv[3];
    const std::string records = argv[2];
    const fairstart::Results results =
        records == "-"
            ? fairstart::Results::of_documents(framework, std::string(std::istreambuf_iterator<char>(std::cin), {}), options)
            : fairstart::Results::of_records(framework, records, options);
    for (const fairstart::Family& family : results) {
      tell(family, "");
      for (const fairstart::Row& member : family.members) tell(member, "  ");
    }
  } catch (const fairstart::Failure& failure) {
    std::cerr << failure.what() << '\n';
    tell(failure.diagnostics());
    return 3;
  }
  return 0;
}
