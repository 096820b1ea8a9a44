// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fairstart::base {

// Leaves a vector or text empty and without its memory, which `values = {}` would keep: that assigns a list of nothing.
template <class T>
void let_go(T& values) {
  T().swap(values);
}

}  // namespace fairstart::base
