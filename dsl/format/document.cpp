// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/document.hpp"

#include <algorithm>
#include <utility>

namespace fairstart::format {
namespace {

using Kind = Document::Kind;

std::size_t columns(const std::string& words) {
  return static_cast<std::size_t>(
      std::count_if(words.begin(), words.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Document leaf(Kind kind, std::string words, std::size_t size, std::size_t width, bool must_break) {
  return {kind, std::move(words), size, {}, width, must_break};
}

Document of_parts(Kind kind, std::vector<Document> parts, bool broken) {
  Document document{kind, {}, 0, std::move(parts), 0, broken};
  for (const Document& part : document.parts) {
    document.width += part.width;
    document.must_break = document.must_break || part.must_break;
  }
  return document;
}

class Renderer {
 public:
  // `after`: columns of what follows on the same line, whatever happens here.
  void put(const Document& document, std::size_t indentation, bool flat, std::size_t after) {
    switch (document.kind) {
      case Kind::text: write(document.text, indentation); return;
      case Kind::blanks: pending_blanks_ += document.size; return;
      case Kind::line:
        if (flat)
          pending_blanks_ += document.size;
        else
          new_line();
        return;
      case Kind::hard:
        new_line();
        blank_lines_ = std::max(blank_lines_, document.size);
        return;
      case Kind::if_flat:
        if (flat) write(document.text, indentation);
        return;
      case Kind::if_broken:
        if (!flat) write(document.text, indentation);
        return;
      case Kind::comment:
        if (column_ > 0) new_line();
        write(document.text, indentation);
        line_is_over_ = true;
        return;
      case Kind::trailing:
        pending_blanks_ = 2;
        write(document.text, indentation);
        line_is_over_ = true;
        return;
      case Kind::all: put_parts(document, indentation, flat, after); return;
      case Kind::indent: put_parts(document, indentation + 2, flat, after); return;
      case Kind::group: {
        const std::size_t start = column_ > 0 && !line_is_over_ ? column_ + pending_blanks_ : indentation;
        put_parts(document, indentation, !document.must_break && start + document.width + after <= document.size, after);
        return;
      }
    }
  }

  std::string finish() {
    while (!out_.empty() && out_.back() == '\n') out_.pop_back();
    return out_ + '\n';
  }

 private:
  void put_parts(const Document& document, std::size_t indentation, bool flat, std::size_t after) {
    // What follows each part on its line: up to the next place that is broken for certain.
    std::vector<std::size_t> follows(document.parts.size() + 1, after);
    for (std::size_t i = document.parts.size(); i-- > 0;) {
      const Document& part = document.parts[i];
      const bool breaks = part.kind == Kind::hard || part.kind == Kind::trailing || part.kind == Kind::comment ||
                          (part.kind == Kind::line && !flat);
      follows[i] = breaks ? 0 : leading(part, flat).first + (leading(part, flat).second ? 0 : follows[i + 1]);
    }
    for (std::size_t i = 0; i < document.parts.size(); ++i) put(document.parts[i], indentation, flat, follows[i + 1]);
  }

  // Columns up to the first certain break, and whether there is one.
  static std::pair<std::size_t, bool> leading(const Document& part, bool flat) {
    switch (part.kind) {
      case Kind::hard:
      case Kind::comment:
      case Kind::trailing: return {0, true};
      case Kind::line: return flat ? std::pair(part.size, false) : std::pair(std::size_t{0}, true);
      case Kind::all:
      case Kind::indent:
      case Kind::group: {
        const bool stays_flat = part.kind == Kind::group ? !part.must_break : flat;
        if (stays_flat) return {part.width, false};
        std::size_t width = 0;
        for (const Document& inner : part.parts) {
          const auto [more, ends] = leading(inner, false);
          width += more;
          if (ends) return {width, true};
        }
        return {width, false};
      }
      case Kind::text:
      case Kind::blanks:
      case Kind::if_flat:
      case Kind::if_broken: break;
    }
    return {part.width, false};
  }

  void write(const std::string& words, std::size_t indentation) {
    if (line_is_over_) new_line();
    if (column_ == 0) {
      if (!out_.empty()) out_.append(blank_lines_, '\n');
      blank_lines_ = 0;
      out_.append(indentation, ' ');
      column_ = indentation;
    } else {
      out_.append(pending_blanks_, ' ');
      column_ += pending_blanks_;
    }
    pending_blanks_ = 0;
    out_ += words;
    column_ += columns(words);
  }

  void new_line() {
    line_is_over_ = false;
    pending_blanks_ = 0;
    if (column_ == 0) return;
    out_ += '\n';
    column_ = 0;
  }

  std::string out_;
  std::size_t column_ = 0, pending_blanks_ = 0, blank_lines_ = 0;
  bool line_is_over_ = false;
};

}  // namespace

Document text(std::string words) {
  const std::size_t width = columns(words);
  return leaf(Kind::text, std::move(words), 0, width, false);
}
Document blanks(std::size_t size) { return leaf(Kind::blanks, {}, size, size, false); }
Document line(std::size_t size) { return leaf(Kind::line, {}, size, size, false); }
Document hard(std::size_t blank_lines) { return leaf(Kind::hard, {}, blank_lines, 0, true); }
Document if_flat(std::string words) {
  const std::size_t width = columns(words);
  return leaf(Kind::if_flat, std::move(words), 0, width, false);
}
Document if_broken(std::string words) { return leaf(Kind::if_broken, std::move(words), 0, 0, false); }
Document comment(std::string words) { return leaf(Kind::comment, std::move(words), 0, 0, true); }
Document trailing(std::string words) { return leaf(Kind::trailing, std::move(words), 0, 0, true); }
Document all(std::vector<Document> parts) { return of_parts(Kind::all, std::move(parts), false); }
Document indent(std::vector<Document> parts) { return of_parts(Kind::indent, std::move(parts), false); }
Document group(std::vector<Document> parts, bool broken, std::size_t widest) {
  Document document = of_parts(Kind::group, std::move(parts), broken);
  document.size = widest;
  return document;
}

std::string render(const Document& document) {
  Renderer renderer;
  renderer.put(document, 0, false, 0);
  return renderer.finish();
}

}  // namespace fairstart::format
