// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/unpack.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <new>
#include <vector>

namespace fairstart::readers {
namespace {

constexpr std::string_view damaged = "its packed bytes are damaged", cut_off = "its packed bytes end too early";
constexpr std::size_t packed_room = 128U << 10U;

class Gzip final : public Unpacker {
 public:
  Gzip() {
    constexpr int with_header_of_gzip = 15 + 16;
    if (inflateInit2(&stream_, with_header_of_gzip) != Z_OK) throw std::bad_alloc();
  }
  ~Gzip() override { inflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  std::ptrdiff_t read(char* to, std::size_t room, const Source& packed) override {
    room = std::min<std::size_t>(room, std::numeric_limits<uInt>::max());
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(room);
    while (stream_.avail_out == room) {
      if (stream_.avail_in == 0 && !more_to_come_) {
        const std::ptrdiff_t got = packed(reinterpret_cast<char*>(bytes_.data()), bytes_.size());
        if (got < 0) return got;
        if (got == 0) {
          if (between_ && any_) return 0;
          trouble_ = cut_off;
          return -1;
        }
        stream_.next_in = bytes_.data();
        stream_.avail_in = static_cast<uInt>(got);
      }
      if (between_ && any_ && stream_.avail_in > 0) {
        // Tapes and some programs fill up with zeros.
        while (stream_.avail_in > 0 && *stream_.next_in == 0) {
          ++stream_.next_in;
          --stream_.avail_in;
        }
        if (stream_.avail_in == 0) continue;
      }
      between_ = more_to_come_ = false;
      any_ = true;
      const int result = inflate(&stream_, Z_NO_FLUSH);
      // A full room may leave text behind in the stream.
      more_to_come_ = stream_.avail_out == 0 && result != Z_STREAM_END;
      if (result == Z_STREAM_END) {
        between_ = true;
        inflateReset(&stream_);
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        trouble_ = damaged;
        return -1;
      }
    }
    return static_cast<std::ptrdiff_t>(room - stream_.avail_out);
  }

 private:
  z_stream stream_{};
  bool between_ = true, any_ = false;  // members; a file has one at least
  bool more_to_come_ = false;
  std::vector<Bytef> bytes_ = std::vector<Bytef>(packed_room);
};

class Zstd final : public Unpacker {
 public:
  Zstd() : stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }
  ~Zstd() override { ZSTD_freeDStream(stream_); }
  Zstd(const Zstd&) = delete;
  Zstd& operator=(const Zstd&) = delete;

  std::ptrdiff_t read(char* to, std::size_t room, const Source& packed) override {
    ZSTD_outBuffer out{to, room, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size && !more_to_come_) {
        const std::ptrdiff_t got = packed(bytes_.data(), bytes_.size());
        if (got < 0) return got;
        if (got == 0) {
          if (between_ && any_) return 0;
          trouble_ = cut_off;
          return -1;
        }
        in_ = {bytes_.data(), static_cast<std::size_t>(got), 0};
      }
      any_ = true;
      const std::size_t result = ZSTD_decompressStream(stream_, &out, &in_);
      if (ZSTD_isError(result) != 0U) {
        trouble_ = damaged;
        return -1;
      }
      between_ = result == 0;
      // A full room may leave text behind in the stream.
      more_to_come_ = !between_ && out.pos == room;
    }
    return static_cast<std::ptrdiff_t>(out.pos);
  }

 private:
  ZSTD_DStream* stream_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool between_ = true, any_ = false, more_to_come_ = false;
  std::vector<char> bytes_ = std::vector<char>(packed_room);
};

}  // namespace

std::unique_ptr<Unpacker> unpacker_for(std::string_view ending) {
  if (ending == ".gz") return std::make_unique<Gzip>();
  if (ending == ".zst") return std::make_unique<Zstd>();
  return nullptr;
}

}  // namespace fairstart::readers
