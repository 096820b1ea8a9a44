// SPDX-License-Identifier: Apache-2.0
#include "engine/allocation/spool.hpp"

namespace fairstart::allocation {

base::Result<Spool> Spool::create(const std::filesystem::path& folder) {
  base::Result<base::UnnamedFile> file = base::UnnamedFile::create(folder, "lists");
  if (!file) return file.failure();
  return Spool(std::move(file.value()));
}

base::Result<std::string> Spool::read(std::uint64_t at, std::size_t size) const {
  std::string text(size, '\0');
  if (base::Status done = file_.read(at, text.data(), size); !done) return done.failure();
  return text;
}

}  // namespace fairstart::allocation
