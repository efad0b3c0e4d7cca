#pragma once

// Process models, written in short.

#include <fmt/core.h>

#include <string>
#include <string_view>

namespace jackfield::dev {

// A service task with what stands inside its extensionElements.
inline std::string task(std::string_view id, std::string_view type, std::string_view more = "") {
  return fmt::format(
      R"(<bpmn:serviceTask id="{}"><bpmn:extensionElements><zeebe:taskDefinition type="{}"/>{}</bpmn:extensionElements></bpmn:serviceTask>)",
      id, type, more);
}

inline std::string flow(std::string_view from, std::string_view to) {
  return fmt::format(R"(<bpmn:sequenceFlow id="{0}-{1}" sourceRef="{0}" targetRef="{1}"/>)", from, to);
}

inline std::string process_file(std::string_view content) {
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
<bpmn:process id="p" name="P" isExecutable="true">
{}
</bpmn:process></bpmn:definitions>)",
                     content);
}

// begin, then an event that waits for the message "paid" with the key in the variable "order".
inline std::string waiting_for_payment() {
  std::string file = process_file(
      R"(<bpmn:startEvent id="begin"/><bpmn:intermediateCatchEvent id="wait">
<bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>)" +
      flow("begin", "wait"));
  constexpr std::string_view kEnd = "</bpmn:process>";
  return file.insert(file.find(kEnd) + kEnd.size(), R"(<bpmn:message id="m" name="paid"><bpmn:extensionElements>
<zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>)");
}

// begin, a, end.
inline std::string one_task(std::string_view type = "work", std::string_view more = "") {
  return process_file(R"(<bpmn:startEvent id="begin"/>)" + task("a", type, more) + R"(<bpmn:endEvent id="end"/>)" +
                      flow("begin", "a") + flow("a", "end"));
}

}  // namespace jackfield::dev
