#include "gateway/grpc/tls.hpp"

#include <fmt/format.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <fstream>
#include <iterator>
#include <string>

namespace jackfield::gateway {
namespace {

constexpr unsigned kLookEverySeconds = 1;
constexpr std::string_view kCertificate = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view kKey = "PRIVATE KEY-----";
constexpr std::string_view kEncryptedKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
constexpr std::string_view kOldEncryptedKey = "Proc-Type: 4,ENCRYPTED";

Failure unusable(std::string_view what, const std::string& path, std::string_view expected) {
  return {Fault::InvalidInput, fmt::format("{} file \"{}\": expected {}", what, path, expected)};
}

Result<std::string> read_file(std::string_view what, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file || content.empty()) return unusable(what, path, "a readable PEM file");
  return content;
}

Result<void> check_certificates(const std::string& path) {
  const Result<std::string> content = read_file("certificate", path);
  if (!content) return content.failure();
  if (content->find(kCertificate) == std::string::npos) return unusable("certificate", path, "a certificate as PEM");
  return {};
}

Result<void> check_key(const std::string& path) {
  const Result<std::string> content = read_file("key", path);
  if (!content) return content.failure();
  const bool is_encrypted =
      content->find(kEncryptedKey) != std::string::npos || content->find(kOldEncryptedKey) != std::string::npos;
  if (is_encrypted) return unusable("key", path, "a private key that is not encrypted");
  if (content->find(kKey) == std::string::npos) return unusable("key", path, "a private key as PEM");
  return {};
}

Result<void> check_files(const Settings& settings) {
  if (!settings.ca_file.empty()) {
    if (Result<void> done = check_certificates(settings.ca_file); !done) return done;
  }
  if (settings.certificate_file.empty()) return {};
  if (Result<void> done = check_certificates(settings.certificate_file); !done) return done;
  return check_key(settings.key_file);
}

}  // namespace

Result<std::shared_ptr<grpc::ChannelCredentials>> credentials_for(const Settings& settings, bool is_tls) {
  using grpc::experimental::FileWatcherCertificateProvider;
  const bool has_own = !settings.certificate_file.empty() || !settings.key_file.empty();
  if (settings.certificate_file.empty() != settings.key_file.empty()) {
    return Failure{Fault::InvalidInput, "a certificate of our own: expected it together with its key"};
  }
  if (!is_tls && has_own) {
    return Failure{Fault::InvalidInput,
                   "a certificate of our own: expected a gateway address with https:// or grpcs://"};
  }
  if (!is_tls) return grpc::InsecureChannelCredentials();
  if (Result<void> done = check_files(settings); !done) return done.failure();
  if (!has_own && settings.ca_file.empty()) return grpc::SslCredentials({});

  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(std::make_shared<FileWatcherCertificateProvider>(
      settings.key_file, settings.certificate_file, settings.ca_file, kLookEverySeconds));
  if (!settings.ca_file.empty()) options.watch_root_certs();
  if (has_own) options.watch_identity_key_cert_pairs();
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace jackfield::gateway
