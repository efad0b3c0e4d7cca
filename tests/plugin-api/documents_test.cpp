#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

namespace {

using namespace std::chrono_literals;

class DocumentService : public ScriptedPlugin {
 protected:
  // Reads `reference` and answers with what came.
  jf_op read(const std::string& reference, jf::document_read how = {}) {
    const jf_op id = run([&](jf::op op, jf::job_view, jf::host_view services) {
      how.on_behalf_of = op.id();
      services.documents().read(reference, how,
                                [op = std::move(op)](jf::document_reply reply, std::string content) mutable {
                                  reply.throw_if_failed();
                                  op.result({{"content", content}, {"name", reply.value()["fileName"]}});
                                });
    });
    host.documents.run_all();
    return id;
  }
};

TEST_F(DocumentService, reads_a_document_whole) {
  host.documents.chunk_bytes = 2;
  const jf_op id = read(host.documents.put("hello", "a.txt"));
  EXPECT_EQ(host.answer(id)->json, R"({"content":"hello","name":"a.txt"})");
}

TEST_F(DocumentService, reads_no_more_than_it_may) {
  host.documents.chunk_bytes = 2;
  const std::string reference = host.documents.put("hello");
  EXPECT_EQ(host.answer(read(reference, {5}))->kind, JF_OUTCOME_RESULT);
  EXPECT_EQ(host.answer(read(reference, {4}))->message, "the document is larger than 4 bytes");
}

TEST_F(DocumentService, fails_the_job_with_what_went_wrong) {
  const jf_op gone = read("{}");
  EXPECT_EQ(host.answer(gone)->message, "Document not found");
  EXPECT_EQ(host.answer(gone)->kind, JF_OUTCOME_ERROR);
  host.documents.fail_next(JF_ERR_INVALID, "no reference");
  const jf_op wrong = read(host.documents.put("x"));
  EXPECT_EQ(host.answer(wrong)->kind, JF_OUTCOME_INPUT);
  EXPECT_EQ(host.answer(wrong)->message, "no reference");
}

TEST_F(DocumentService, streams_until_no_more_is_wanted) {
  host.documents.chunk_bytes = 2;
  std::string seen;
  jf_status end = JF_OK;
  run([&](jf::op op, jf::job_view, jf::host_view services) {
    services.documents().stream(
        host.documents.put("hello"), op.id(),
        [&](std::string_view piece) {
          seen += piece;
          return seen.size() < 4;
        },
        [&end, op = std::move(op)](jf::document_reply reply) mutable {
          end = reply.status();
          op.result(nullptr);
        });
  });
  host.documents.run_all();
  EXPECT_EQ(seen, "hell");
  EXPECT_EQ(end, JF_ERR_CANCELLED);
}

TEST_F(DocumentService, survives_a_reader_that_throws) {
  jf_status end = JF_OK;
  run([&](jf::op op, jf::job_view, jf::host_view services) {
    services.documents().stream(
        host.documents.put("hello"), op.id(), [](std::string_view) -> bool { throw std::runtime_error("broken"); },
        [&end, op = std::move(op)](jf::document_reply reply) mutable {
          end = reply.status();
          op.result(nullptr);
        });
  });
  host.documents.run_all();
  EXPECT_EQ(end, JF_ERR_CANCELLED);
}

TEST_F(DocumentService, creates_a_document_from_bytes) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    jf::new_document document;
    document.content_type = "text/plain";
    document.file_name = "a \"b\".txt";
    document.time_to_live = 1h;
    services.documents().create("hello", document, [op = std::move(op)](jf::document_reply reply) mutable {
      reply.throw_if_failed();
      op.result(reply.value());
    });
  });
  host.documents.run_all();
  EXPECT_EQ(host.documents.created.at(0).content, "hello");
  EXPECT_EQ(host.documents.created[0].request_json,
            R"({"contentType":"text/plain","fileName":"a \"b\".txt","timeToLive":3600000})");
  EXPECT_EQ(jf::json::parse(host.answer(id)->json)["documentId"], "doc-1");
}

TEST_F(DocumentService, returns_content_as_the_model_wants_it) {
  run([](jf::op op, jf::job_view, jf::host_view services) {
    jf::new_document document;
    document.return_format =
        jf::read_return_format(jf::json::parse(R"({"documentReturnFormat":{"choice":"TEXT","encoding":"UTF-16"}})"));
    services.documents().create("x", document,
                                [op = std::move(op)](jf::document_reply) mutable { op.result(nullptr); });
  });
  host.documents.run_all();
  EXPECT_EQ(jf::json::parse(host.documents.created.at(0).request_json)["documentReturnFormat"],
            jf::json::parse(R"({"choice":"TEXT","encoding":"UTF-16"})"));
}

TEST_F(DocumentService, knows_a_model_that_makes_no_choice) {
  for (const char* variables : {"{}", "[]", R"({"documentReturnFormat":null})", R"({"documentReturnFormat":{}})",
                                R"({"documentReturnFormat":{"choice":" "}})"}) {
    EXPECT_EQ(jf::read_return_format(jf::json::parse(variables)), std::nullopt) << variables;
  }
}

TEST_F(DocumentService, waits_for_room_while_it_writes) {
  host.documents.room_bytes = 3;
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    jf::document_writer writer = services.documents().open({});
    EXPECT_EQ(writer.write("hel"), JF_OK);
    EXPECT_EQ(writer.write("lo"), JF_ERR_BUSY);
    auto held = std::make_shared<jf::document_writer>(std::move(writer));
    held->on_room([held, op = std::move(op)](jf::document_reply) mutable {
      EXPECT_EQ(held->write("lo"), JF_OK);
      std::move(*held).finish([op = std::move(op)](jf::document_reply) mutable { op.result(nullptr); });
    });
  });
  host.documents.run_all();
  EXPECT_EQ(host.documents.created.at(0).content, "hello");
  EXPECT_EQ(host.answer(id)->kind, JF_OUTCOME_RESULT);
}

TEST_F(DocumentService, gives_up_a_document_whose_writer_is_dropped) {
  run([](jf::op op, jf::job_view, jf::host_view services) {
    services.documents().open({}).write("x");
    op.result(nullptr);
  });
  EXPECT_EQ(host.documents.open_writers(), 0u);
  EXPECT_TRUE(host.documents.created.empty());
}

TEST_F(DocumentService, resolves_functions_and_makes_links) {
  host.documents.resolve_with = [](std::string json) { return "[" + json + "]"; };
  const jf_op id = run([&](jf::op op, jf::job_view job, jf::host_view services) {
    services.documents().resolve(job.variables_json(), op.id(),
                                 [op = std::move(op)](jf::document_reply reply) mutable { op.result(reply.value()); });
  });
  std::string link;
  run([&](jf::op op, jf::job_view, jf::host_view services) {
    services.documents().link(host.documents.put("x"), 1h, op.id(),
                              [&, op = std::move(op)](jf::document_reply reply) mutable {
                                link = reply.value();
                                op.result(nullptr);
                              });
  });
  host.documents.run_all();
  EXPECT_EQ(host.answer(id)->json, R"([{"a":1}])");
  EXPECT_EQ(link, "http://documents.example/doc-1");
}

}  // namespace
