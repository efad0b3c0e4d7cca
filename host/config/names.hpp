#pragma once

// Finds the key behind a name that another runtime has for it, in whatever form people write such names.
//
// Names of properties are the same when their letters and digits are, whatever stands between them and in whatever
// case: "camunda.client.grpc-address", CAMUNDA_CLIENT_GRPCADDRESS, CAMUNDA_CLIENT_GRPC_ADDRESS and "grpcAddress" below
// "camunda.client". Of a list, "…[0]" and "…_0" are items. Plain variables (Key::aliases) are taken as they are.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"

namespace jackfield::config {

class Names {
 public:
  explicit Names(Table table);

  struct Found {
    const Key* key = nullptr;
    std::string member;               // of a family, as it stands in variables
    std::size_t rank = 0;             // among the names of the key; the smallest is the strongest
    std::optional<std::size_t> item;  // of a list
    std::string_view instead_of_old;  // the name that took this one's place; empty: it is in use
  };

  std::optional<Found> find(std::string_view name) const;

  // For suggestions.
  const std::vector<std::string>& properties() const noexcept { return properties_; }

 private:
  struct Family {
    std::string before;  // letters and digits of what stands around the member
    std::string after;
    Found found;
  };

  void add(const Key& key, std::string_view property, std::size_t rank, std::string_view instead);
  std::optional<Found> item_of_list(std::string_view name) const;
  std::optional<Found> member_of_family(std::string_view name) const;

  std::map<std::string, Found, std::less<>> by_letters_;
  std::map<std::string, Found, std::less<>> variables_;
  std::vector<Family> families_;
  std::vector<std::string> properties_;
};

// Letters in capitals, and digits.
std::string letters_of(std::string_view name);

}  // namespace jackfield::config
