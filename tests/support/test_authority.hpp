#pragma once

// Certificates for a test, made by the openssl command in a folder that exists.
//
//   const TestAuthority authority(folder, "ca");
//   const Certificate server = authority.issue("server", "DNS:zeebe.test");
//   ScriptedGateway({.certificate = server.certificate_text(), .private_key = server.key_text()});

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace jackfield::test {

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Certificate {
  std::filesystem::path certificate;
  std::filesystem::path key;

  std::string certificate_text() const { return file_text(certificate); }
  std::string key_text() const { return file_text(key); }
};

class TestAuthority {
 public:
  TestAuthority(std::filesystem::path folder, std::string name) : folder_(std::move(folder)), name_(std::move(name)) {
    run("openssl req -x509 " + kNewKey + " -days 2 -subj /CN=" + name_ + " -keyout " + name_ + ".key -out " + name_ +
        ".pem");
  }

  std::filesystem::path file() const { return folder_ / (name_ + ".pem"); }
  std::string text() const { return file_text(file()); }

  // `names`: "DNS:zeebe.test,IP:127.0.0.1". Files of the same name are written anew.
  Certificate issue(const std::string& name, const std::string& names) const {
    std::ofstream(folder_ / (name + ".ext")) << "subjectAltName=" << names << "\n";
    run("openssl req " + kNewKey + " -subj /CN=" + name + " -keyout " + name + ".key -out " + name + ".csr");
    run("openssl x509 -req -in " + name + ".csr -CA " + name_ + ".pem -CAkey " + name_ +
        ".key -CAcreateserial -days 2 -extfile " + name + ".ext -out " + name + ".pem");
    return {folder_ / (name + ".pem"), folder_ / (name + ".key")};
  }

 private:
  inline static const std::string kNewKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

  void run(const std::string& command) const {
    const std::string line = "cd '" + folder_.string() + "' && " + command + " 2>openssl.log";
    if (std::system(line.c_str()) != 0) throw std::runtime_error(file_text(folder_ / "openssl.log"));
  }

  const std::filesystem::path folder_;
  const std::string name_;
};

}  // namespace jackfield::test
