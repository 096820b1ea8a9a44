// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

// Checks a document against a JSON Schema (2020-12): those keywords that docs/report.schema.json uses. Any other keyword is
// told as a mistake, so that none is passed over.
namespace fairstart::report {

class JsonSchema {
 public:
  explicit JsonSchema(nlohmann::json schema) : schema_(std::move(schema)) {}
  std::vector<std::string> mistakes(const nlohmann::json& document) const {
    std::vector<std::string> found;
    check(schema_, document, "$", found);
    return found;
  }

 private:
  using Json = nlohmann::json;
  using Found = std::vector<std::string>;

  static bool is_of(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    return false;
  }

  void check(const Json& schema, const Json& value, const std::string& at, Found& found) const {
    for (const auto& [keyword, rule] : schema.items()) {
      if (keyword == "$schema" || keyword == "$defs" || keyword == "title" || keyword == "description" ||
          keyword == "properties" || keyword == "additionalProperties")
        continue;
      if (keyword == "$ref") {
        const std::string name = rule.get<std::string>().substr(std::string("#/$defs/").size());
        check(schema_.at("$defs").at(name), value, at, found);
      } else if (keyword == "type") {
        bool fits = rule.is_string() && is_of(value, rule.get<std::string>());
        if (rule.is_array())
          for (const Json& one : rule) fits = fits || is_of(value, one.get<std::string>());
        if (!fits) found.push_back(at + " is " + value.type_name() + ", not " + rule.dump());
      } else if (keyword == "enum") {
        bool among = false;
        for (const Json& one : rule) among = among || one == value;
        if (!among) found.push_back(at + " is " + value.dump() + ", none of " + rule.dump());
      } else if (keyword == "minimum" || keyword == "maximum") {
        if (value.is_number() && (keyword == "minimum" ? value < rule : value > rule)) found.push_back(at + " is out of range");
      } else if (keyword == "pattern") {
        if (value.is_string() && !std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>())))
          found.push_back(at + " does not look as it should: " + value.dump());
      } else if (keyword == "items") {
        for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
          check(rule, value[i], at + '[' + std::to_string(i) + ']', found);
      } else if (keyword == "required") {
        for (const Json& name : rule)
          if (value.is_object() && !value.contains(name.get<std::string>())) found.push_back(at + " has no " + name.dump());
      } else if (keyword == "anyOf") {
        bool any = false;
        for (const Json& one : rule) {
          Found of;
          check(one, value, at, of);
          any = any || of.empty();
        }
        if (!any) found.push_back(at + " fits none of its kinds");
      } else {
        found.push_back("the schema uses `" + keyword + "`, which this check does not know");
      }
    }
    if (!value.is_object()) return;
    const Json none = Json::object();
    const Json& properties = schema.contains("properties") ? schema.at("properties") : none;
    for (const auto& [name, of] : value.items()) {
      if (properties.contains(name))
        check(properties.at(name), of, at + '.' + name, found);
      else if (schema.contains("additionalProperties") && schema.at("additionalProperties") == false)
        found.push_back(at + " has " + name + ", which the schema does not");
    }
  }

  Json schema_;
};

}  // namespace fairstart::report
