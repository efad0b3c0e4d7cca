#pragma once

// Whether a plugin file comes from somebody we trust: signed with one of the keys, or its hash is on a list.
//
// A signature is Ed25519 over the whole file, 64 bytes beside it as <file>.sig, as `openssl pkeyutl -sign -rawin`
// writes them. The list has one SHA-256 per line, as `sha256sum` prints it; it is read again at each question. Both are
// asked of the private copy, so that what was judged is what is loaded. Any thread, once made.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace jackfield::loader {

enum class SignaturePolicy { Off, Warn, Require };

struct SignatureSettings {
  SignaturePolicy policy = SignaturePolicy::Off;
  std::vector<std::filesystem::path> keys;  // public ones, PEM
  std::filesystem::path allowed_hashes;     // empty: no list
};

class Signatures {
 public:
  Signatures() = default;  // everything is trusted

  // Fails when a key cannot be read or is of another kind, and when nothing could ever be trusted.
  static Result<Signatures> make(const SignatureSettings& settings);

  SignaturePolicy policy() const noexcept { return policy_; }

  // Why the file is not trusted; nothing: it is. `signature`: what lies beside it; empty: nothing does.
  std::optional<std::string> objection(std::span<const std::byte> file, const std::string& sha256,
                                       const std::string& signature) const;

 private:
  struct Key;

  SignaturePolicy policy_ = SignaturePolicy::Off;
  std::vector<std::shared_ptr<const Key>> keys_;
  std::filesystem::path allowed_hashes_;
};

// Where the signature of a file lies.
std::filesystem::path signature_path(const std::filesystem::path& file);

// Its bytes; no more than it takes to see that there are too many.
std::string read_signature(const std::filesystem::path& file);

}  // namespace jackfield::loader
