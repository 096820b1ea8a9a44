// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/date_pattern.hpp"
#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {
namespace {

constexpr std::size_t most_wide_columns = 1000;

// "need07": "need", and 7 written with two digits. A number that is too long is a text like any other.
struct Numbered {
  std::string_view stem;
  std::size_t number = 0, digits = 0;
};
std::optional<Numbered> numbered(std::string_view name) {
  Numbered out;
  while (out.digits < name.size() && name[name.size() - 1 - out.digits] >= '0' && name[name.size() - 1 - out.digits] <= '9')
    ++out.digits;
  if (out.digits == 0 || out.digits > 6) return {};
  out.stem = name.substr(0, name.size() - out.digits);
  for (const char c : name.substr(out.stem.size())) out.number = out.number * 10 + static_cast<std::size_t>(c - '0');
  return out;
}

}  // namespace

void Checker::find_wide_records() {
  for (const LoadedModule& module : modules_.modules)
    for (const Cursor decl : Cursor(*module.tree, 0)) {
      const Cursor mapping = decl.is(NodeKind::decl) ? decl.child(NodeKind::mapping) : Cursor{};
      if (!mapping) continue;
      std::string_view record;
      for (const Cursor child : mapping) {
        if (child.is(NodeKind::NAME)) record = child.text();
        if (child.is_word("for each column")) wide_records_.insert(std::string(record));
      }
    }
}

// Children lie flat; a clause's word comes before what it says.
void Checker::fill_mapping(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME), path = decl.child(NodeKind::PATH);
  plan::Mapping mapping{.name = std::string(name.text()), .module = {}, .span = name.span()};
  declare(module_, Space::mappings, mapping.name,
          {.kind = SymbolKind::mapping, .index = static_cast<std::uint32_t>(plan_.mappings.size()), .span = name.span()});
  for (std::size_t i = 0; i < modules_.modules.size(); ++i)
    if (modules_.modules[i].name == path.text()) mapping.module = plan::ModuleId{i};
  if (!mapping.module.exists())
    report(Code::unknown_module, path.span(), fmt::format("`{}` is not a module that this file uses", path.text()),
           fmt::format("add `use {}`", path.text()));
  enum class In { head, dates, unknown, declined, not_asked, extracted, partial, file, columns } in = In::head;
  plan::MappedFile* file = nullptr;
  std::map<std::string, base::Span> seen;
  struct Pattern {
    std::vector<base::DateStep> steps;
    std::string text;
    base::Span span;
  };
  std::vector<Pattern> patterns;
  for (const Cursor child : decl) {
    if (child.is(NodeKind::note)) add_note(mapping.notes, child);
    if (child.is_word("dates")) in = In::dates;
    if (child.is_word("unknown")) in = In::unknown;
    if (child.is_word("declined")) in = In::declined;
    if (child.is_word("not asked")) in = In::not_asked;
    if (child.is_word("extracted on")) {
      once(child, seen, "extracted on");
      in = In::extracted;
    }
    if (child.is_word("covers")) {
      in = In::head;
      fill_covers(decl, child, mapping);
    }
    if (child.is_word("partial")) in = In::partial;
    if (child.is_word("file")) {
      in = In::file;
      mapping.files.push_back({.span = child.span()});
      file = &mapping.files.back();
    }
    if (child.is_word("for each column")) {
      in = In::columns;
      if (file->record.exists()) fill_each_column(decl, child.index(), *file);
    }
    if (child.is(NodeKind::list)) fill_partial(child, mapping);
    if (child.is(NodeKind::DATE) && in == In::extracted) mapping.extracted_on = date(child);
    if (child.is(NodeKind::TEXT)) {
      const std::string text = text_of(child);
      switch (in) {
        case In::dates:
          mapping.date_formats.push_back(text);
          if (auto steps = base::date_pattern(text)) {
            for (const Pattern& other : patterns)
              if (base::may_clash(other.steps, *steps))
                report(Code::date_format, child.span(),
                       fmt::format("one text could be two dates, by `{}` and by `{}`", other.text, text),
                       "keep the one that this extract is written with", {{other.span, "the other is here"}});
            patterns.push_back({std::move(*steps), text, child.span()});
          } else {
            report(Code::date_format, child.span(), fmt::format("`{}` is not a way to write dates", text),
                   "write the day as D or DD, the month as M, MM, MMM or MMMM, the year as YY or YYYY: `DD/MM/YYYY`");
          }
          break;
        case In::unknown: mapping.unknown.push_back(text); break;
        case In::declined: mapping.declined.push_back(text); break;
        case In::not_asked: mapping.not_asked.push_back(text); break;
        case In::file: file->file = text; break;
        case In::partial:
          if (!mapping.partial.empty() && mapping.partial.back().why.empty()) mapping.partial.back().why = text;
          break;
        case In::head: mapping.title = text; break;
        case In::extracted:
        case In::columns: break;
      }
    }
    if (in == In::file && child.is(NodeKind::NAME)) {
      const Symbol* symbol = need(Space::rows, child, "record");
      if (symbol == nullptr) continue;
      if (symbol->kind != SymbolKind::record) {
        report(Code::wrong_namespace, child.span(), fmt::format("`{}` is a role: a file gives a record", child.text()), "",
               {{symbol->span, "declared here"}});
        continue;
      }
      file->record = RecordId{symbol->index};
    }
    if (!child.is(NodeKind::column) || file == nullptr || !file->record.exists()) continue;
    auto column = mapped_column(child, *file);
    if (!column) continue;
    for (const plan::MappedColumn& other : file->columns)
      if (other.target == column->target && other.field == column->field)
        report(Code::clause_twice, column->span, fmt::format("`{}` is given twice", child.child(NodeKind::NAME).text()),
               "keep one of them", {{other.span, "the first is here"}});
    file->columns.push_back(std::move(*column));
  }
  plan_.mappings.push_back(std::move(mapping));
}

// `partial LIST "why"`: a record, or a role of it, and which of its rows.
void Checker::fill_partial(Cursor at, plan::Mapping& mapping) {
  mapping.partial.push_back({});
  const Cursor name = at.child(NodeKind::NAME);
  for (const std::string_view word : {"latest", "earliest", "other", "of", "within", "in"})
    if (at.has_word(word)) {
      report(Code::out_of_place, at.word(word).span(), fmt::format("`{}` says nothing of what a source leaves out", word),
             word == "within" || word == "in" ? "say which days are there with `covers`" : "say which rows with `where`");
      mapping.partial.pop_back();
      return;
    }
  const Symbol* rows = need(Space::rows, name, "record");
  if (rows == nullptr) return mapping.partial.pop_back();
  plan::PartialSource& source = mapping.partial.back();
  RowContext row;
  if (rows->kind == SymbolKind::role) {
    row.role = RoleId{rows->index};
    source.record = plan_.roles[rows->index].record;
    if (source.record.exists())
      source.where = add(plan::RoleTest{row.role}, types::yes_no(), source.record, name.span(), std::string(name.text()));
  } else {
    source.record = RecordId{rows->index};
  }
  row.record = source.record;
  if (!row.record.exists()) return mapping.partial.pop_back();
  const Cursor where = at.child(NodeKind::where);
  if (!where) return;
  ExprId condition_id;
  if (const Cursor answer_at = where.child(NodeKind::answer)) {
    condition_id = condition(answer_at, row);
  } else {
    const Cursor fact = where.child(NodeKind::NAME);
    condition_id = need_yes_no(need_value(fact, row), fact);
    if (where.has_word("not") && !is_poison(condition_id))
      condition_id = add(plan::Not{condition_id}, types::yes_no(), row_of({condition_id}), where);
  }
  if (is_poison(condition_id)) return mapping.partial.pop_back();
  source.where = both(source.where, condition_id, where);
}

// `covers NAME from DATE (to DATE)?`
void Checker::fill_covers(Cursor decl, Cursor word, plan::Mapping& mapping) {
  Cursor name, from, to;
  for (const Cursor child : decl) {
    if (child.index() <= word.index()) continue;
    if (child.is(NodeKind::NAME) && !name)
      name = child;
    else if (child.is(NodeKind::DATE) && !from)
      from = child;
    else if (child.is(NodeKind::DATE))
      to = child;
    else if (!child.is_word("from") && !child.is_word("to"))
      break;
  }
  const Symbol* symbol = need(Space::rows, name, "record");
  if (symbol == nullptr) return;
  if (symbol->kind != SymbolKind::record) {
    report(Code::wrong_namespace, name.span(), fmt::format("`{}` is a role: a source covers a record", name.text()), "",
           {{symbol->span, "declared here"}});
    return;
  }
  plan::Covers covers{.record = RecordId{symbol->index}};
  const plan::Record& rows = plan_.record(covers.record);
  if (!rows.date.exists()) {
    report(Code::no_date_on_rows, name.span(), fmt::format("{} have no date, so no days of them are there", rows.plural),
           fmt::format("say which field is their date: `happens on …` in the record `{}`", rows.name),
           {{rows.span, "declared here"}});
    return;
  }
  const auto first = date(from);
  if (to) covers.to = date(to);
  if (!first || (to && !covers.to)) return;
  covers.from = *first;
  if (covers.to && *covers.to < covers.from) {
    report(Code::range_reversed, to.span(), "the days that are covered end before they start", "put the earlier date first");
    return;
  }
  for (const plan::Covers& other : mapping.covers)
    if (other.record == covers.record) {
      report(Code::clause_twice, word.span(), fmt::format("`covers {}` is given twice", rows.name), "keep one of them");
      return;
    }
  mapping.covers.push_back(covers);
}

// `for each column TEXT to TEXT that says TEXT, …`
void Checker::fill_each_column(Cursor decl, std::size_t word, plan::MappedFile& file) {
  std::vector<Cursor> ends;
  bool saying = false;
  base::Span at;
  for (const Cursor child : decl) {
    if (child.index() < word) continue;
    if (child.index() == word) at = child.span();
    if (child.index() > word && child.is(NodeKind::mark) && child.text() == "{") break;
    if (child.is_word("that says")) saying = true;
    if (!child.is(NodeKind::TEXT)) continue;
    if (saying)
      file.says.push_back(text_of(child));
    else
      ends.push_back(child);
  }
  if (ends.size() != 2) return;
  const std::string first = text_of(ends[0]), last = text_of(ends[1]);
  const auto from = numbered(first), to = numbered(last);
  if (!from || !to || from->stem != to->stem || first == last) {
    file.each_column = {first};
    if (first != last) file.each_column.push_back(last);
    file.up_to_last = first != last;
    return;
  }
  const std::string stem(from->stem);
  if (from->number > to->number) {
    report(Code::column_range, ends[1].span(), fmt::format("the columns from `{}` to `{}` run backwards", first, last),
           "put the lower number first");
    file.each_column = {first};
    return;
  }
  if (to->number - from->number >= most_wide_columns) {
    report(Code::column_range, ends[1].span(),
           fmt::format("`{}` to `{}` is {} columns; at most {} can make rows", first, last, to->number - from->number + 1,
                       most_wide_columns));
    file.each_column = {first};
    return;
  }
  // need1 … need10 as they are counted, need01 … need10 with their noughts.
  const std::size_t digits = from->digits == to->digits ? from->digits : 0;
  for (std::size_t number = from->number; number <= to->number; ++number)
    file.each_column.push_back(fmt::format("{}{:0{}}", stem, number, digits));
}

}  // namespace fairstart::check
