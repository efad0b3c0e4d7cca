#pragma once

// The request that an input asks for, as it goes onto the wire.

#include "attachments.hpp"
#include "input.hpp"

namespace rest {

// Throws jf::error for what cannot be sent. `id` is the job's op.
jf::http_request make_request(const Input& input, const Attachments& contents, jf_op id);

}  // namespace rest
