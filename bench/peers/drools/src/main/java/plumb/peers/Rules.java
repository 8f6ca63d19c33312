package plumb.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** rules.json → one DRL file for each matter and stage: a declared fact type with flat names, a rule for each measure. */
final class Rules {
  static final class Group {
    final String matter;
    final String stage;
    final JsonNode fields;
    final List<JsonNode> measures = new ArrayList<>();
    final Set<String> ways = new LinkedHashSet<>(); // that a measure asks about; a request need tell no others

    Group(JsonNode described) {
      matter = described.get("matter").asText();
      stage = described.get("stage").asText();
      fields = described.get("fields");
    }
  }

  private static final Map<String, String> TYPES =
      Map.of("boolean", "boolean", "integer", "long", "money", "long", "date", "String", "enumeration", "String", "set", "java.util.Set");
  private static final Map<String, String> COMPARISONS = Map.of("below", "<", "at_most", "<=", "above", ">", "at_least", ">=");

  static List<Group> read(String path) throws IOException {
    JsonNode rules = new ObjectMapper().readTree(new File(path));
    List<Group> groups = new ArrayList<>();
    rules.get("groups").forEach(described -> groups.add(new Group(described)));
    for (JsonNode measure : rules.get("measures")) {
      for (Group group : groups) {
        if (!group.matter.equals(measure.get("matter").asText()) || !group.stage.equals(measure.get("stage").asText())) continue;
        group.measures.add(measure);
        measure.get("reach").forEach(way -> group.ways.add(way.asText()));
      }
    }
    return groups;
  }

  static String drl(Group group, String packageName) {
    StringBuilder out = new StringBuilder("package " + packageName + ";\nglobal java.util.List out;\n");
    out.append("declare Request\n  party_kind : String\n  party_sector : String\n");
    for (String way : group.ways) out.append("  reach_" + way + " : boolean\n");
    for (JsonNode field : group.fields) out.append("  f_" + field.get("field").asText() + " : " + TYPES.get(field.get("type").asText()) + "\n");
    out.append("end\n");
    for (JsonNode measure : group.measures) {
      String name = measure.get("measure").asText();
      out.append("rule \"" + name + "\" when\n  Request(" + String.join(", ", constraints(measure)) + ")\nthen\n  out.add(\"" + name + "\");\nend\n");
    }
    return out.toString();
  }

  private static List<String> constraints(JsonNode measure) {
    List<String> out = new ArrayList<>();
    if (!measure.get("kind").isNull()) out.add("party_kind == \"" + measure.get("kind").asText() + "\"");
    List<String> ways = new ArrayList<>();
    measure.get("reach").forEach(way -> ways.add("reach_" + way.asText() + " == true"));
    if (!ways.isEmpty()) out.add(String.join(" || ", ways));
    JsonNode when = measure.get("when");
    if (when.isNull()) return out;
    if (when.get("op").asText().equals("and")) {
      when.get("of").forEach(part -> out.add(condition(part)));
    } else {
      out.add(condition(when));
    }
    return out;
  }

  private static String condition(JsonNode tree) {
    String op = tree.get("op").asText();
    List<String> parts = new ArrayList<>();
    if (op.equals("and") || op.equals("or")) {
      tree.get("of").forEach(part -> parts.add(condition(part)));
      return "(" + String.join(op.equals("and") ? " && " : " || ", parts) + ")";
    }
    if (op.equals("not")) {
      JsonNode inner = tree.get("of");
      return inner.get("op").asText().equals("is_true") ? name(inner) + " == false" : "!" + condition(inner);
    }
    if (op.equals("is_true")) return name(tree) + " == true";
    if (op.equals("in") || op.equals("has_any")) {
      String sign = op.equals("in") ? " == " : " contains ";
      tree.get("values").forEach(value -> parts.add(name(tree) + sign + "\"" + value.asText() + "\""));
      return "(" + String.join(" || ", parts) + ")";
    }
    if (!COMPARISONS.containsKey(op)) throw new IllegalArgumentException(op + " is not known to this translator");
    return name(tree) + " " + COMPARISONS.get(op) + " " + tree.get("value").asLong();
  }

  private static String name(JsonNode leaf) {
    return leaf.has("party") ? "party_" + leaf.get("party").asText() : "f_" + leaf.get("field").asText();
  }

  private Rules() {}
}
