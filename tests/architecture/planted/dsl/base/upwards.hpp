// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/plan/plan.hpp"
