// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fairstart::base {

// A visitor from lambdas, one per alternative: `std::visit(overloaded{[](const A&) {…}, [](const B&) {…}}, variant)`.
template <class... Visitors>
struct overloaded : Visitors... {
  using Visitors::operator()...;
};
// clang 16, which lints and fuzzes, does not find this by itself.
template <class... Visitors>
overloaded(Visitors...) -> overloaded<Visitors...>;

}  // namespace fairstart::base
