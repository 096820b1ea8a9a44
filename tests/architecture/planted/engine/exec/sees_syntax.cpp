// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/tree.hpp"
#include "../kernels/kernels.hpp"
#  include "tests/harness/harness.hpp"
