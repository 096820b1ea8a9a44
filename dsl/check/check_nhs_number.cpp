// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/nhs_number.hpp"
#include "dsl/check/checker.hpp"

// `number : text, an nhs number`: what the file itself writes for such a field is checked as records are, and kept as they are
// kept, without spaces: "999 100 0011" and "9991000011" are one number.
namespace fairstart::check {

void Checker::fill_nhs_number(Cursor trait, plan::FieldId id) {
  plan::Field& field = plan_.fields[id.index()];
  if (field.type.kind == types::Kind::text)
    field.nhs_number = true;
  else if (field.type.kind != types::Kind::unknown)
    report(Code::wrong_type, trait.span(),
           fmt::format("`{}` is {}, and NHS numbers are texts", field.name, plan::with_article(field.type, plan_)),
           fmt::format("write `{} : text, an nhs number`", field.name), {{field.span, "declared here"}});
}

bool Checker::keep_nhs_number(plan::FieldId id, plan::Constant& value, Cursor at) {
  if (!id.exists() || !plan_.field(id).nhs_number) return true;
  const std::string_view why_not = base::not_an_nhs_number(value.text);
  if (why_not.empty()) {
    value.text = *base::nhs_number(value.text);
    return true;
  }
  report(Code::wrong_type, at.span(), fmt::format("this is {}", why_not),
         "numbers for tests begin with 999: `\"9991000011\"` is one",
         {{plan_.field(id).span, fmt::format("`{}` is an NHS number", plan_.field(id).name)}});
  return false;
}

// The field that an expression's value is of, looked for through rows and definitions.
plan::FieldId Checker::field_behind(ExprId id) const {
  for (std::size_t steps = 0; id.exists() && steps <= plan_.exprs.size(); ++steps) {
    const plan::Node& node = plan_.expr(id).node;
    if (const auto* field = std::get_if<plan::FieldValue>(&node)) return field->field;
    if (const auto* of = std::get_if<plan::OfOwner>(&node))
      id = of->value;
    else if (const auto* listed = std::get_if<plan::OfListed>(&node))
      id = listed->value;
    else if (const auto* link = std::get_if<plan::OfLink>(&node))
      id = link->value;
    else if (const auto* pick = std::get_if<plan::Pick>(&node))
      id = pick->value;
    else if (const auto* definition = std::get_if<plan::DefinitionValue>(&node))
      id = plan_.definitions[definition->definition.index()].meaning;
    else
      break;
  }
  return {};
}

bool Checker::compares_nhs_numbers(ExprId left, ExprId right, Cursor right_at) {
  auto* constant = std::get_if<plan::Constant>(&plan_.exprs[right.index()].node);
  return constant == nullptr || type_of(right).kind != types::Kind::text ||
         keep_nhs_number(field_behind(left), *constant, right_at);
}

}  // namespace fairstart::check
