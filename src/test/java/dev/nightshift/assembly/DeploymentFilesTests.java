package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That the files of deployment/ say what they should and name nothing that is not there. */
class DeploymentFilesTests {
  private static final Path FOLDER = Path.of("deployment");

  private static JsonNode yaml(String file) throws IOException {
    Object read = new Yaml().load(Files.readString(FOLDER.resolve(file)));
    return JsonMapper.shared().valueToTree(read);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return Stream.iterate(0, n -> n + 1).limit(array.size()).map(array::get);
  }

  @Test
  void what_the_services_mount_and_are_told_is_there() throws IOException {
    JsonNode compose = yaml("docker-compose.yml");
    Set<String> volumes = Set.copyOf(compose.path("volumes").propertyNames());
    for (Map.Entry<String, JsonNode> service : compose.path("services").properties()) {
      for (JsonNode mount : elements(service.getValue().path("volumes")).toList()) {
        String source = mount.asString().split(":", -1)[0];
        boolean there =
            source.startsWith("./")
                ? Files.exists(FOLDER.resolve(source))
                : source.startsWith("/var/run/") || volumes.contains(source);
        assertThat(there).as(service.getKey() + " mounts " + source).isTrue();
      }
      for (JsonNode secret : elements(service.getValue().path("secrets")).toList()) {
        assertThat(compose.path("secrets").has(secret.asString())).isTrue();
      }
      for (JsonNode other : elements(service.getValue().path("depends_on")).toList()) {
        assertThat(compose.path("services").has(other.asString())).isTrue();
      }
      for (JsonNode port : elements(service.getValue().path("ports")).toList()) {
        assertThat(port.asString()).as("reached from this machine only").startsWith("127.0.0.1:");
      }
    }
  }

  @Test
  void the_program_runs_as_nobody_special_on_a_file_system_that_it_cannot_write()
      throws IOException {
    JsonNode program = yaml("docker-compose.yml").path("services").path("nightshift");
    assertThat(program.path("read_only").asBoolean()).isTrue();
    assertThat(program.path("cap_drop").get(0).asString()).isEqualTo("ALL");
    assertThat(program.path("security_opt").get(0).asString()).isEqualTo("no-new-privileges:true");
    List<String> image = Files.readAllLines(FOLDER.resolve("Dockerfile"));
    assertThat(image.stream().filter(line -> line.startsWith("FROM ")).count()).isEqualTo(2);
    assertThat(image).contains("USER 10001:10001").anyMatch(line -> line.startsWith("HEALTHCHECK"));
    int last = image.lastIndexOf("USER 10001:10001");
    assertThat(image.subList(last, image.size())).noneMatch(line -> line.startsWith("RUN"));
  }

  /** bubblewrap makes namespaces with a host name of their own and a filter behind the unit's. */
  @Test
  void nothing_keeps_the_sandbox_from_being_built() throws IOException {
    for (String unit : List.of("nightshift.service", "nightshift-nightly.service")) {
      assertThat(Files.readAllLines(FOLDER.resolve("systemd").resolve(unit)))
          .as(unit)
          .noneMatch(line -> line.startsWith("ProtectHostname="))
          .noneMatch(line -> line.startsWith("RestrictNamespaces="))
          .noneMatch(line -> line.startsWith("SystemCallFilter="))
          .noneMatch(line -> line.startsWith("PrivateUsers="));
    }
    JsonNode services = yaml("docker-compose.yml").path("services");
    JsonNode loop = yaml("docker-compose.code-loop.yml").path("services");
    assertThat(loop.propertyNames()).containsExactly("nightshift").allMatch(services::has);
    assertThat(elements(loop.at("/nightshift/security_opt")).map(JsonNode::asString))
        .containsExactly("seccomp=unconfined", "apparmor=unconfined");
  }

  @Test
  void prometheus_finds_its_rules_and_the_services_it_asks() throws IOException {
    JsonNode prometheus = yaml("prometheus/prometheus.yml");
    JsonNode services = yaml("docker-compose.yml").path("services");
    for (JsonNode rules : elements(prometheus.path("rule_files")).toList()) {
      assertThat(FOLDER.resolve("prometheus").resolve(rules.asString())).exists();
    }
    String target = prometheus.at("/scrape_configs/0/static_configs/0/targets/0").asString();
    assertThat(services.has(target.split(":", -1)[0])).as(target).isTrue();
    assertThat(target).endsWith(":" + dev.nightshift.gateway.GatewaySettings.defaults().port());
    for (JsonNode group : elements(yaml("prometheus/rules.yml").path("groups")).toList()) {
      for (JsonNode rule : elements(group.path("rules")).toList()) {
        if (rule.has("alert")) {
          assertThat(rule.at("/annotations/summary").asString("")).isNotBlank();
          assertThat(rule.at("/annotations/action").asString("")).as("what to do").isNotBlank();
          assertThat(rule.at("/labels/severity").asString("")).isIn("warning", "critical");
        }
      }
    }
  }

  @Test
  void dashboards_ask_sources_that_are_provisioned() throws IOException {
    Set<String> sources = new HashSet<>();
    elements(yaml("grafana/provisioning/datasources/datasources.yml").path("datasources"))
        .forEach(source -> sources.add(source.path("uid").asString()));
    for (String name : List.of("serving.json", "improvement.json")) {
      Path file = FOLDER.resolve("grafana/dashboards").resolve(name);
      JsonNode dashboard = JsonMapper.shared().readTree(Files.readAllBytes(file));
      Set<Integer> ids = new HashSet<>();
      for (JsonNode panel : elements(dashboard.path("panels")).toList()) {
        assertThat(ids.add(panel.path("id").asInt())).as("ids are used once").isTrue();
        assertThat(sources).contains(panel.at("/datasource/uid").asString());
        assertThat(panel.path("targets").size()).isPositive();
        elements(panel.path("targets"))
            .forEach(target -> assertThat(target.path("expr").asString("")).isNotBlank());
      }
      assertThat(ids).hasSizeGreaterThanOrEqualTo(10);
    }
  }
}
