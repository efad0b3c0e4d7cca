package jackfield.peer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.camunda.feel.api.EvaluationFailure;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.context.Context;
import org.camunda.feel.impl.DefaultValueMapper;
import org.camunda.feel.syntaxtree.*;
import org.camunda.feel.valuemapper.CustomValueMapper;
import org.camunda.feel.valuemapper.JavaCustomValueMapper;
import org.camunda.feel.valuemapper.ValueMapper;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Says what Camunda's engine answers: reads cases without answers, one JSON object a line, and writes them with the
 * members `expected`, `error`, `error_kind`, `error_message` and `reports` as tests/conformance/feel has them. Errors as
 * list items are null there. A case that takes longer than five seconds is left out.
 *
 * <p>Usage: Record &lt; QUESTIONS &gt; CASES
 */
public final class Record {
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(JsonGenerator.Feature.ESCAPE_NON_ASCII, true);
  private static final int MOST_REPORTS = 8;
  private static final ValueMapper VALUES =
      new ValueMapper.CompositeValueMapper(
          scala.collection.immutable.List$.MODULE$
              .<CustomValueMapper>empty()
              .$colon$colon(new DefaultValueMapper()));

  private static volatile ZonedDateTime now = ZonedDateTime.now();

  private record Kept(Val value) {}

  /** Hands results over as they are. */
  private static final class Keeper extends JavaCustomValueMapper {
    @Override
    public Optional<Val> toValue(Object value, Function<Object, Val> inner) {
      return Optional.empty();
    }

    @Override
    public Optional<Object> unpackValue(Val value, Function<Val, Object> inner) {
      return Optional.of(new Kept(value));
    }

    @Override
    public int priority() {
      return 100;
    }
  }

  private static final FeelEngineApi ENGINE =
      FeelEngineBuilder.create().withCustomValueMapper(new Keeper()).withClock(() -> now).build();

  private static JsonNode tagged(String tag, Object text) {
    return JSON.createObjectNode().put(tag, text.toString());
  }

  private static JsonNode tagged(Val value) {
    if (value instanceof ValBoolean it) return BooleanNode.valueOf(it.value());
    if (value instanceof ValString it) return new TextNode(it.value());
    if (value instanceof ValNumber it) return tagged("number", it.value());
    if (value instanceof ValDate it) return tagged("date", it.value());
    if (value instanceof ValLocalTime it) return tagged("time", it.value().format(DateTimeFormatter.ISO_LOCAL_TIME));
    if (value instanceof ValTime it) return tagged("time", it.value().format());
    if (value instanceof ValLocalDateTime || value instanceof ValDateTime) return tagged("dateTime", value);
    if (value instanceof ValYearMonthDuration) return tagged("yearsMonthsDuration", value);
    if (value instanceof ValDayTimeDuration it) return tagged("daysTimeDuration", it.value());
    if (value instanceof ValFunction) return tagged("function", value);
    if (value instanceof ValRange) return tagged("range", value);
    if (value instanceof ValList it) {
      ArrayNode items = JSON.createArrayNode();
      for (Object item : CollectionConverters.asJava((scala.collection.immutable.Seq<?>) (Object) it.items())) {
        items.add(tagged((Val) item));
      }
      return items;
    }
    if (value instanceof ValContext it) {
      ObjectNode entries = JSON.createObjectNode();
      CollectionConverters.asJava(it.context().variableProvider().getVariables())
          .forEach((key, entry) -> entries.set(key, tagged(entry instanceof Val val ? val : VALUES.toVal(entry))));
      return JSON.createObjectNode().set("context", entries);
    }
    return NullNode.instance;
  }

  private static Object evaluated(String expression) {
    return ((Kept) ENGINE.evaluateExpression(expression, new HashMap<String, Object>()).result()).value();
  }

  private static Object untagged(JsonNode node) {
    if (node == null || node.isNull()) return null;
    if (node.isBoolean()) return node.booleanValue();
    if (node.isTextual()) return node.textValue();
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(untagged(item)));
      return items;
    }
    if (node.has("number")) return new BigDecimal(node.get("number").textValue());
    if (node.has("function")) return evaluated(node.get("function").textValue());
    if (!node.has("context")) return evaluated("@\"" + node.elements().next().textValue() + "\"");
    Map<String, Object> entries = new LinkedHashMap<>();
    node.get("context").properties().forEach(it -> entries.put(it.getKey(), untagged(it.getValue())));
    return entries;
  }

  /** Functions are callable, all else is a variable. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Context contextOf(JsonNode json) {
    Map<String, Object> variables = new HashMap<>();
    Map<String, Object> functions = new HashMap<>();
    json.properties().forEach(it -> {
      Object value = untagged(it.getValue());
      if (value instanceof ValFunction function) {
        functions.put(it.getKey(), scala.collection.immutable.List$.MODULE$.empty().$colon$colon(function));
      } else {
        variables.put(it.getKey(), value);
      }
    });
    var maps = scala.collection.immutable.Map$.MODULE$;
    return new Context.StaticContext(
        (scala.collection.immutable.Map) maps.from(CollectionConverters.asScala(variables)),
        (scala.collection.immutable.Map) maps.from(CollectionConverters.asScala(functions)));
  }

  private static ObjectNode answered(JsonNode question) {
    ObjectNode out = question.deepCopy();
    out.putNull("expected").put("error", true);
    boolean isUnary = out.path("unary").asBoolean(false);
    String text = out.get("expr").textValue();
    if (out.has("clock")) now = ZonedDateTime.parse(out.get("clock").textValue());
    ParseResult parsed = isUnary ? ENGINE.parseUnaryTests(text) : ENGINE.parseExpression(text);
    if (parsed.isFailure()) return out.put("error_kind", "parse").put("error_message", parsed.failure().message());
    Context context = contextOf(out.withObject("context"));
    EvaluationResult result =
        isUnary && !out.path("no_input").asBoolean(false)
            ? ENGINE.evaluateWithInput(parsed.parsedExpression(), untagged(out.get("input")), context)
            : ENGINE.evaluate(parsed.parsedExpression(), context);
    if (result.isSuccess()) {
      out.put("error", false).set("expected", tagged(((Kept) result.result()).value()));
    } else {
      out.put("error_message", result.failure().message());
    }
    List<EvaluationFailure> passedOver = result.getSuppressedFailures();
    if (passedOver.isEmpty() || passedOver.size() > MOST_REPORTS) return out;
    ArrayNode reports = out.putArray("reports");
    for (EvaluationFailure it : passedOver) {
      reports.addObject().put("type", it.failureType().toString()).put("message", it.failureMessage());
    }
    return out;
  }

  public static void main(String[] arguments) throws Exception {
    ExecutorService workers =
        Executors.newCachedThreadPool(work -> {
          Thread thread = new Thread(null, work, "evaluation", 256L << 20);
          thread.setDaemon(true);
          return thread;
        });
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode question = JSON.readTree(line);
      Future<ObjectNode> answer = workers.submit(() -> answered(question));
      try {
        System.out.println(JSON.writeValueAsString(answer.get(5, TimeUnit.SECONDS)));
      } catch (TimeoutException tooLong) {
        answer.cancel(true);
      }
    }
    System.out.flush();
    Runtime.getRuntime().halt(0); // an evaluation that does not look at interruptions would hold the process
  }
}
