#pragma once

// What connector code may throw. Each exception is caught where the code was called from and becomes the job's outcome,
// or the status of start and create. Anything else derived from std::exception becomes an error without a code.

#include "jackfield/plugin.h"
#include "jackfield/sdk/namespace.hpp"

#include <chrono>
#include <exception>
#include <string>
#include <utility>

JF_SDK_BEGIN

// The job failed in a way the model may want to react to: `code` is what its error expression compares.
// variables_json is empty or a JSON object that the expression sees as error.variables; error_type is its error.type,
// empty for the name that belongs to the kind.
class error : public std::exception {
 public:
  error(std::string code, std::string message, std::string variables_json = {}, std::string error_type = {})
      : code_(std::move(code)),
        message_(std::move(message)),
        variables_json_(std::move(variables_json)),
        error_type_(std::move(error_type)) {}

  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& code() const noexcept { return code_; }
  const std::string& variables_json() const noexcept { return variables_json_; }
  const std::string& error_type() const noexcept { return error_type_; }

  // What create and start return when this leaves them.
  virtual jf_status status() const noexcept { return JF_ERR_INTERNAL; }

 private:
  std::string code_, message_, variables_json_, error_type_;
};

// The input cannot work however often it is tried: no retries.
class input_error : public error {
 public:
  explicit input_error(std::string message, std::string error_type = {})
      : error({}, std::move(message), {}, std::move(error_type)) {}
  jf_status status() const noexcept override { return JF_ERR_INVALID; }
};

// Try again, with this many attempts left and after this pause; a negative value leaves it to the host.
class retry_error : public error {
 public:
  retry_error(std::string code, std::string message, int retries, std::chrono::milliseconds backoff,
              std::string error_type = {})
      : error(std::move(code), std::move(message), {}, std::move(error_type)), retries_(retries), backoff_(backoff) {}
  int retries() const noexcept { return retries_; }
  std::chrono::milliseconds backoff() const noexcept { return backoff_; }

 private:
  int retries_;
  std::chrono::milliseconds backoff_;
};

// The host refused a service call, or does not offer the service.
class service_error : public error {
 public:
  service_error(std::string message, jf_status status) : error({}, std::move(message)), status_(status) {}
  jf_status status() const noexcept override { return status_; }

 private:
  jf_status status_;
};

// Thrown out of execute before the op was moved away: not now, offer the job again later.
class busy : public std::exception {
 public:
  const char* what() const noexcept override { return "busy"; }
};

JF_SDK_END
