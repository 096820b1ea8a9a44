// SPDX-License-Identifier: Apache-2.0
#include "engine/report/html.hpp"

#include <fmt/format.h>

#include "dsl/base/decimal.hpp"
#include "dsl/base/markup.hpp"
#include "engine/indicators/statistics.hpp"

namespace fairstart::report {

std::string escaped(std::string_view text) { return base::escaped_html(text); }

std::string capital(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

std::string readable(std::string_view name) {
  std::string out(name);
  for (char& c : out) c = c == '-' || c == '_' ? ' ' : c;
  return capital(std::move(out));
}

std::string titled(const std::string& title, const std::string& name) {
  return escaped(title.empty() || title == name ? readable(name) : title);
}

std::string number(std::int64_t count) { return base::format_decimal(count * base::million, true); }

std::string number(const Shown& count) { return count ? number(*count) : "<span class=\"hidden-cell\">hidden</span>"; }

std::string share(const Shown& part, const Shown& of) {
  if (!part || !of) return "";
  const auto tenths = indicators::percent_tenths(*part, *of);
  return tenths ? fmt::format("{}.{}%", *tenths / 10, *tenths % 10) : "";
}

std::string plural(const Shown& count, std::string_view one, std::string_view many) {
  if (!count) return fmt::format("a small number of {}", many);
  return fmt::format("{} {}", number(*count), *count == 1 ? one : many);
}

std::string open_section(std::string_view id, std::string_view title) {
  return fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-h\">\n<h2 id=\"{0}-h\">{1}</h2>\n", id, title);
}

std::string open_table(const std::string& caption, const std::vector<Head>& heads, bool quiet) {
  // A box that scrolls must be reached by keyboard, and then be told by name.
  std::string text = fmt::format(
      "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
      "aria-label=\"{0}\">\n<table>\n<caption{1}><span>{0}</span></caption>\n<thead><tr>",
      caption, quiet ? " class=\"quiet\"" : "");
  for (const Head& head : heads) {
    const std::string css = head.css_class.empty() ? "" : fmt::format(" class=\"{}\"", head.css_class);
    text += fmt::format("<th scope=\"col\"{}>{}</th>", css, head.title);
  }
  return text + "</tr></thead>\n<tbody>\n";
}

const std::string_view close_table = "</tbody>\n</table>\n</div>\n";

std::string legend(const std::vector<std::pair<std::string, std::string>>& class_and_label) {
  std::string out = "<ul class=\"legend\">";
  for (const auto& [css_class, label] : class_and_label) {
    out += fmt::format(
        "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect class=\"{}\" width=\"14\" height=\"14\"/></svg> "
        "{}</li>",
        css_class, label);
  }
  return out + "</ul>\n";
}

std::string notes_html(const plan::Notes& notes) {
  std::string out;
  for (const std::string& note : notes.notes) out += fmt::format("<p class=\"note\">{}</p>", escaped(note));
  if (!notes.sources.empty()) {
    out += "<p class=\"note\">Source: ";
    for (std::size_t i = 0; i < notes.sources.size(); ++i) {
      out += i == 0 ? "" : "; ";
      out += escaped(notes.sources[i]);
    }
    out += "</p>";
  }
  return out;
}

std::string_view status_words(std::string_view status, const plan::Target& target, base::Day as_at) {
  return status == "not met" && target.by > as_at ? "not yet met" : status;
}

std::string small_numbers_note(const Figures& figures) {
  if (figures.below == 0) return "";
  return fmt::format("<p class=\"note\">“hidden”: a count from 1 to {}, or one that would give such a count away.</p>\n",
                     figures.below - 1);
}

}  // namespace fairstart::report
