package plumb.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.definition.type.FactType;
import org.kie.api.runtime.StatelessKieSession;

/**
 * Drools: a knowledge base for each matter and stage, rules compiled into its executable model, a stateless session for each
 * question. Facts are made beforehand.
 *
 * <p>RULES.json REQUESTS.ndjson COUNT RESULTS.txt: decides the first COUNT requests, writes one line of measures each, says
 * "ready"; then for each line on standard input decides them all again and says how many nanoseconds of
 * processor time it took, alone and with the collector.
 */
public final class Driver {
  private record Question(int group, Object fact) {}

  private final List<Rules.Group> groups;
  private final List<StatelessKieSession> sessions = new ArrayList<>();
  private final List<FactType> types = new ArrayList<>();
  private final List<String> out = new ArrayList<>();

  private Driver(List<Rules.Group> groups) {
    this.groups = groups;
    for (int i = 0; i < groups.size(); i++) {
      KieBase base = compile(Rules.drl(groups.get(i), "group" + i), i);
      types.add(base.getFactType("group" + i, "Request"));
      StatelessKieSession session = base.newStatelessKieSession();
      session.setGlobal("out", out);
      sessions.add(session);
    }
  }

  private static KieBase compile(String drl, int number) {
    KieServices services = KieServices.Factory.get();
    ReleaseId release = services.newReleaseId("plumb", "group" + number, "1");
    KieFileSystem files = services.newKieFileSystem().generateAndWritePomXML(release).write("src/main/resources/group" + number + "/rules.drl", drl);
    KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
    if (builder.getResults().hasMessages(Message.Level.ERROR)) throw new IllegalStateException(drl + builder.getResults().getMessages());
    return services.newKieContainer(release).getKieBase();
  }

  private Question question(JsonNode request) throws ReflectiveOperationException {
    int number = request.get("group").asInt();
    Rules.Group group = groups.get(number);
    FactType type = types.get(number);
    Object fact = type.newInstance();
    type.set(fact, "party_kind", request.get("kind").asText());
    type.set(fact, "party_sector", request.get("sector").asText());
    Set<String> held = new HashSet<>();
    request.get("reach").forEach(way -> held.add(way.asText()));
    for (String way : group.ways) type.set(fact, "reach_" + way, held.contains(way));
    for (JsonNode field : group.fields) {
      String name = field.get("field").asText();
      type.set(fact, "f_" + name, value(request.get("fields").get(name)));
    }
    return new Question(number, fact);
  }

  private static Object value(JsonNode node) {
    if (node.isBoolean()) return node.asBoolean();
    if (node.isNumber()) return node.asLong();
    if (node.isTextual()) return node.asText();
    Set<String> members = new HashSet<>();
    node.forEach(member -> members.add(member.asText()));
    return members;
  }

  private List<String> decide(Question question) {
    out.clear();
    sessions.get(question.group()).execute(question.fact());
    return out;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      System.err.println("usage: DRIVER RULES.json REQUESTS.ndjson COUNT RESULTS.txt");
      System.exit(2);
    }
    Driver driver = new Driver(Rules.read(arguments[0]));
    ObjectMapper mapper = new ObjectMapper();
    List<Question> questions = new ArrayList<>();
    int most = Integer.parseInt(arguments[2]);
    try (BufferedReader lines = Files.newBufferedReader(Path.of(arguments[1]))) {
      for (String line; questions.size() < most && (line = lines.readLine()) != null; ) questions.add(driver.question(mapper.readTree(line)));
    }
    try (PrintWriter results = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[3]), StandardCharsets.UTF_8))) {
      for (Question question : questions) {
        List<String> measures = new ArrayList<>(driver.decide(question));
        Collections.sort(measures);
        results.println(String.join(",", measures));
      }
    }
    System.out.println("ready " + questions.size());
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    OperatingSystemMXBean clockOfAll = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class); // with collector and compiler
    long decided = 0;
    while (asked.readLine() != null) {
      long beganAll = clockOfAll.getProcessCpuTime();
      long began = clock.getCurrentThreadCpuTime();
      for (Question question : questions) decided += driver.decide(question).size();
      long took = clock.getCurrentThreadCpuTime() - began;
      System.out.println(took + " " + (clockOfAll.getProcessCpuTime() - beganAll));
    }
    if (decided < 0) System.out.println(decided); // keeps results alive
  }
}
