// SPDX-License-Identifier: Apache-2.0
#include "cli/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <nlohmann/json.hpp>

namespace fairstart::cli {
namespace {

// spdlog's patterns can't escape a message for JSON, so a line is made here.
class JsonLines : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    nlohmann::ordered_json line;
    const auto level = spdlog::level::to_string_view(message.level);
    line["level"] = std::string(level.data(), level.size());
    line["message"] = std::string(message.payload.data(), message.payload.size());
    const std::string text = line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonLines>(); }
};

}  // namespace

void start_log(const Given& given) {
  auto logger = std::make_shared<spdlog::logger>("fairstart", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  const std::string level = given.has("--log-level") ? given.one_of("--log-level", {"error", "warn", "info", "debug"}) : "warn";
  logger->set_level(level == "warn" ? spdlog::level::warn : spdlog::level::from_str(level));
  if (given.has("--log-json"))
    logger->set_formatter(std::make_unique<JsonLines>());
  else
    logger->set_pattern("fairstart: %l: %v");
  spdlog::set_default_logger(std::move(logger));
}

void log_info(const std::string& message) { spdlog::info("{}", message); }
void log_debug(const std::string& message) { spdlog::debug("{}", message); }

}  // namespace fairstart::cli
