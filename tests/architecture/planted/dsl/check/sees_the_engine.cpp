// SPDX-License-Identifier: Apache-2.0
#include "dsl/plan/plan.hpp"

#include "engine/column/database.hpp"
