#pragma once

// A tree as text again, and whether two trees are the same. parse(print(tree)) is the tree.

#include <string>

#include "feel/syntax/program.hpp"

namespace jackfield::feel::syntax {

std::string print(const Program& program);

// The same nodes in the same places; where they stand in their texts does not count.
bool same_tree(const Program& a, const Program& b);

}  // namespace jackfield::feel::syntax
