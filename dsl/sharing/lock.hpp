// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "dsl/sharing/contents.hpp"

namespace fairstart::sharing {

// The version of the lock's own lines (docs/formats.md).
inline constexpr int lock_format = 1;

// The lock of a file and all that it needs, by module name: the same for the same meaning, wherever the files are.
std::string write_lock(const Contents& contents);

// Every way in which the modules differ from the lock is an error, at the module or at the lock's line. The lock is a file of
// `sources`. A lock of another version is refused whole.
void hold_to_lock(const Contents& contents, base::FileId lock, const source::Sources& sources,
                  diagnostics::Diagnostics& diagnostics);

}  // namespace fairstart::sharing
