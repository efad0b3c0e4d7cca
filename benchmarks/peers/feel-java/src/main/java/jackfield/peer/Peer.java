package jackfield.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.feel.FeelEngine;
import org.camunda.feel.context.Context;
import org.camunda.feel.context.JavaFunction;
import org.camunda.feel.context.JavaFunctionProvider;
import org.camunda.feel.impl.JavaValueMapper;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.syntaxtree.ValContext;
import org.camunda.feel.syntaxtree.ValString;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Camunda's engine on the workloads of a folder, in the form that bench_feel reads: a line a workload, with evaluations
 * per second of process CPU time for parse, evaluate, both, both from an object to JSON text, both from JSON text. The
 * last two run through the evaluator of the connector runtime where it is on the class path (Java 21), else through
 * the bare engine and Jackson.
 *
 * <p>Usage: Peer FOLDER [warm-up seconds [seconds per sample]]
 */
public final class Peer {
  private static final OperatingSystemMXBean OS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  static volatile Object sink; // keeps results alive

  interface Work {
    Object run() throws Exception;
  }

  /** The one function of the connector runtime that the workloads call. */
  static final class BpmnError extends JavaFunctionProvider {
    @Override
    public Optional<JavaFunction> resolveFunction(String name) {
      if (!name.equals("bpmnError")) return Optional.empty();
      return Optional.of(
          new JavaFunction(List.of("errorCode", "errorMessage", "variables"), arguments -> result(arguments)));
    }

    @Override
    public java.util.Collection<String> getFunctionNames() {
      return List.of("bpmnError");
    }

    private static Val result(List<Val> arguments) {
      Map<String, Object> entries = new LinkedHashMap<>();
      entries.put("errorType", new ValString("bpmnError"));
      entries.put("errorCode", arguments.get(0));
      entries.put("errorMessage", arguments.get(1));
      entries.put("variables", arguments.get(2));
      var variables = scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(entries));
      return new ValContext(new Context.StaticContext(variables, scala.collection.immutable.Map$.MODULE$.empty()));
    }
  }

  /** An expression over a connector's response, to JSON text. */
  interface Connector {
    Object evaluate(String expression, Object response) throws Exception;
  }

  /** The connector runtime's evaluator, null where it is not on the class path. */
  private static Connector connectorRuntime() throws ReflectiveOperationException {
    Class<?> wrapper;
    try {
      wrapper = Class.forName("io.camunda.connector.feel.FeelEngineWrapper");
    } catch (ClassNotFoundException | UnsupportedClassVersionError absent) {
      return null;
    }
    Method wrap =
        Class.forName("io.camunda.connector.feel.FeelEngineWrapperUtil").getMethod("wrapResponse", Object.class);
    Method evaluate = wrapper.getMethod("evaluateToJson", String.class, Object[].class);
    Object evaluator = wrapper.getConstructor().newInstance();
    return (expression, response) ->
        evaluate.invoke(evaluator, expression, new Object[] {response, wrap.invoke(null, response)});
  }

  private static double rate(Work work, double seconds) throws Exception {
    long start = OS.getProcessCpuTime();
    long spent = 0;
    long count = 0;
    for (int batch = 1; spent < seconds * 1e9; batch = Math.min(batch * 2, 1000)) {
      for (int i = 0; i < batch; i++) sink = work.run();
      count += batch;
      spent = OS.getProcessCpuTime() - start;
    }
    return count * 1e9 / spent;
  }

  private static double medianRate(Work work, double seconds) throws Exception {
    double[] rates = new double[5];
    for (int i = 0; i < rates.length; i++) rates[i] = rate(work, seconds);
    Arrays.sort(rates);
    return rates[rates.length / 2];
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> variables(Object response) {
    Map<String, Object> out = new HashMap<>((Map<String, Object>) response);
    out.put("response", response);
    return out;
  }

  public static void main(String[] args) throws Exception {
    double warmUp = args.length > 1 ? Double.parseDouble(args[1]) : 60;
    double sample = args.length > 2 ? Double.parseDouble(args[2]) : 1.5;
    ObjectMapper json =
        new ObjectMapper()
            .registerModule(new SimpleModule().addSerializer(LocalDate.class, new ToStringSerializer()));
    FeelEngine engine =
        new FeelEngine.Builder()
            .customValueMapper(new JavaValueMapper())
            .functionProvider(new BpmnError())
            .build();
    var api = new org.camunda.feel.api.FeelEngineApi(engine);
    List<Path> files;
    try (var list = Files.list(Path.of(args[0]))) {
      files = list.filter(path -> path.toString().endsWith(".json")).sorted().toList();
    }
    Connector runtime = connectorRuntime();
    Connector connector =
        runtime != null
            ? runtime
            : (expression, response) ->
                json.writeValueAsString(api.evaluateExpression(expression, variables(response)).result());
    System.out.printf(
        "# Camunda's FEEL engine 1.21.0 on Java %s, connectors through %s%n",
        System.getProperty("java.version"),
        runtime != null ? "the connector runtime's evaluator 8.8.7" : "the bare engine and Jackson");
    Work[][] works = new Work[files.size()][];
    for (int i = 0; i < works.length; i++) {
      JsonNode workload = json.readTree(files.get(i).toFile());
      String expression = workload.get("expr").textValue().substring(1).trim();
      String text = json.writeValueAsString(workload.get("response"));
      Object response = json.readValue(text, Object.class);
      Map<String, Object> context = variables(response);
      ParsedExpression parsed = api.parseExpression(expression).parsedExpression();
      works[i] =
          new Work[] {
            () -> api.parseExpression(expression),
            () -> api.evaluate(parsed, context),
            () -> api.evaluateExpression(expression, context),
            () -> connector.evaluate(expression, response),
            () -> connector.evaluate(expression, json.readValue(text, Object.class)),
          };
      var result = api.evaluate(parsed, context);
      if (!result.isSuccess()) throw new IllegalStateException(files.get(i) + ": " + result.failure().message());
    }
    for (int round = 0; round < 4; round++) {
      for (Work[] row : works) {
        for (Work work : row) rate(work, warmUp / 4 / works.length / row.length);
      }
    }
    for (int i = 0; i < works.length; i++) {
      StringBuilder line = new StringBuilder(files.get(i).getFileName().toString().replace(".json", ""));
      for (Work work : works[i]) line.append(String.format(" %.0f", medianRate(work, sample)));
      System.out.println(line);
    }
  }

  private Peer() {}
}
