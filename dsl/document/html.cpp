// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/base/markup.hpp"
#include "dsl/base/overloaded.hpp"
#include "dsl/document/blocks.hpp"

namespace fairstart::document {
namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --ink: #17222c; --muted: #4d5b68; --line: #d3dbe2; --page: #f6f7f9; --card: #fff; --link: #00566e;
  --focus: #b35c00; --offer: #e3f1f5; --indicator: #f3eefb; --edge: #8a9aa8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eef2; --muted: #a9b7c2; --line: #34424e; --page: #10171d; --card: #18222a;
  --link: #7cc7e0; --focus: #ffb454; --offer: #123440; --indicator: #2b2440; --edge: #60707e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
main, nav > div { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-bottom: 4rem; }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 0; top: 0; background: var(--card); padding: .75rem 1rem; }
a { color: var(--link); } :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
h1 { font-size: clamp(1.6rem, 4vw, 2.3rem); line-height: 1.2; margin: 1.75rem 0 .75rem; }
h2 { font-size: 1.5rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.2rem; margin: 2rem 0 .4rem; } h4 { font-size: 1.02rem; margin: 1.5rem 0 .3rem; }
nav { background: var(--card); border-bottom: 1px solid var(--line); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; list-style: none; margin: 0; padding: .65rem 0; }
.scroll { overflow-x: auto; margin: .5rem 0 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; } tbody th { font-weight: 600; width: 13rem; } thead th { color: var(--muted); font-size: .86rem; }
td > div + div, th > div + div { margin-top: .2rem; }
.quiet { color: var(--muted); font-weight: 400; } .rule { overflow-wrap: break-word; }
svg.tree { display: block; margin: .75rem; } svg.tree text { font-size: 13px; fill: var(--ink); }
svg.tree .column { fill: var(--muted); font-weight: 600; } svg.tree .aside { fill: var(--muted); font-size: 11px; }
svg.tree .edge { fill: none; stroke: var(--edge); stroke-width: 1.25; } svg.tree .box { fill: var(--card); stroke: var(--edge); }
svg.tree .box.offer { fill: var(--offer); } svg.tree .box.indicator { fill: var(--indicator); }
svg.tree a:hover text { text-decoration: underline; }
@media (max-width: 40rem) { main { padding: 0 .9rem 3rem; } tbody th { width: auto; min-width: 7.5rem; } th, td { padding: .4rem .5rem; } }
@media print { body { background: #fff; font-size: 10pt; } nav, .skip { display: none; } .scroll { overflow: visible; border: 0; }
  svg.tree { width: 100%; height: auto; margin: 0; } tr { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } }
)css";

class Writer {
 public:
  std::string write(const Document& document) {
    std::string links;
    for (const Block& block : document.blocks)
      if (const auto* one = std::get_if<Heading>(&block); one != nullptr && one->level == 2)
        links += fmt::format("<li><a href=\"#{}\">{}</a></li>", base::escaped_html(one->anchor), base::escaped_html(one->text));
    out_ = fmt::format(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<a "
        "class=\"skip\" "
        "href=\"#top\">Skip to {}</a>\n<nav aria-label=\"Sections\"><div><ul>{}</ul></div></nav>\n<main "
        "id=\"top\">\n<h1>{}</h1>\n",
        base::escaped_html(document.language), base::escaped_html(document.title), style, base::escaped_html(document.skip_to),
        links, base::escaped_html(document.title));
    taken_.insert("top");
    for (const Block& block : document.blocks)
      std::visit(base::overloaded{
                     [&](const Heading& one) {
                       out_ += fmt::format("<h{0}{1}>{2}</h{0}>\n", one.level, id(one.anchor), base::escaped_html(one.text));
                     },
                     [&](const Paragraph& one) { out_ += "<p>" + inline_html(one.line) + "</p>\n"; },
                     [&](const Bullets& one) { bullets(one); },
                     [&](const Table& one) { table(one); },
                     [&](const Tree& one) {
                       out_ +=
                           fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n{}</div>\n",
                                       base::escaped_html(one.title), as_svg(one));
                     },
                 },
                 block);
    return out_ + "</main>\n</body>\n</html>\n";
  }

 private:
  // Once each: two things of one name in two modules share the first one's.
  std::string id(const std::string& anchor) {
    return anchor.empty() || !taken_.insert(anchor).second ? "" : fmt::format(" id=\"{}\"", base::escaped_html(anchor));
  }

  static std::string inline_html(const Line& line) {
    std::string out;
    for (const Piece& piece : line) {
      std::string text = base::escaped_html(piece.text);
      if (!piece.link.empty()) text = fmt::format("<a href=\"#{}\">{}</a>", base::escaped_html(piece.link), text);
      if (piece.quiet) text = fmt::format("<span class=\"quiet\">{}</span>", text);
      out += text;
    }
    return out;
  }

  static std::string cell(const std::vector<Line>& lines) {
    if (lines.size() == 1) return inline_html(lines.front());
    std::string out;
    for (const Line& line : lines) out += "<div>" + inline_html(line) + "</div>";
    return out;
  }

  // A list that goes on further in belongs to the item above it.
  void bullets(const Bullets& one) {
    std::size_t open = 0;  // lists, each but the innermost with an item that goes on
    for (std::size_t i = 0; i < one.items.size(); ++i) {
      const std::size_t lists = std::min(one.depth(i), open) + 1;
      if (lists > open) out_ += open == 0 ? "<ul>\n" : "\n<ul>\n";
      for (std::size_t each = lists; each < open; ++each) out_ += "</li>\n</ul>";
      if (lists <= open) out_ += "</li>\n";
      open = lists;
      out_ += "<li>" + inline_html(one.items[i]);
    }
    for (; open > 0; --open) out_ += "</li>\n</ul>\n";
  }

  void table(const Table& one) {
    out_ += fmt::format(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\">\n<table>\n<caption>{0}</caption>\n",
        base::escaped_html(one.caption));
    if (!one.columns.empty()) {
      out_ += "<thead><tr>";
      for (const std::string& column : one.columns)
        out_ += fmt::format("<th scope=\"col\">{}</th>", base::escaped_html(column));
      out_ += "</tr></thead>\n";
    }
    out_ += "<tbody>\n";
    for (const Row& row : one.rows) {
      out_ += fmt::format("<tr{}>", id(row.anchor));
      for (std::size_t i = 0; i < row.cells.size(); ++i)
        out_ += fmt::format("<{0}{1}>{2}</{0}>", i == 0 ? "th" : "td", i == 0 ? " scope=\"row\"" : " class=\"rule\"",
                            cell(row.cells[i]));
      out_ += "</tr>\n";
    }
    out_ += "</tbody>\n</table>\n</div>\n";
  }

  std::string out_;
  std::set<std::string> taken_;
};

}  // namespace

std::string as_html(const Document& document) { return Writer().write(document); }

}  // namespace fairstart::document
