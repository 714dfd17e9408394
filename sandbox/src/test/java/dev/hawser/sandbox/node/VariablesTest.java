package dev.hawser.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.ObjectRules;
import dev.hawser.sandbox.store.Store;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private final Store store = new Store(new ObjectRules(() -> "127.96.128.1"));
  private final References references = new References(store, "shop");
  private final ObjectNode pod =
      Json.parse(
          """
          {"metadata": {"name": "p", "namespace": "shop", "labels": {"app": "orders"}},
           "status": {"podIP": "127.96.1.1"}}
          """);

  @BeforeEach
  void fillTheNamespace() {
    store.create(ObjectKind.NAMESPACE, "", Json.parse("{\"metadata\": {\"name\": \"shop\"}}"));
    store.create(
        ObjectKind.CONFIG_MAP,
        "shop",
        Json.parse(
            "{\"metadata\": {\"name\": \"c\"}, \"data\": {\"A\": \"1\", \"B\": \"two\\n\"}}"));
    store.create(
        ObjectKind.SECRET,
        "shop",
        Json.parse("{\"metadata\": {\"name\": \"s\"}, \"stringData\": {\"T\": \"secret\"}}"));
  }

  private Map<String, String> variables(String container) {
    return Variables.of(pod, Json.parse(container), references, Map.of("BEFORE", "b"));
  }

  @Test
  void wholeMapsArePrefixedAndReplacedBySingleVariables() {
    assertThat(
            variables(
                """
                {"envFrom": [{"prefix": "C_", "configMapRef": {"name": "c"}},
                             {"secretRef": {"name": "s"}}],
                 "env": [{"name": "T", "value": "own"}]}
                """))
        .containsEntry("C_A", "1")
        .containsEntry("C_B", "two\n")
        .containsEntry("T", "own")
        .containsEntry("BEFORE", "b");
  }

  @Test
  void valuesComeFromKeysAndFields() {
    assertThat(
            variables(
                """
                {"env": [
                  {"name": "B", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "B"}}},
                  {"name": "T", "valueFrom": {"secretKeyRef": {"name": "s", "key": "T"}}},
                  {"name": "IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
                  {"name": "L", "valueFrom":
                    {"fieldRef": {"fieldPath": "metadata.labels['app']"}}}]}
                """))
        .containsEntry("B", "two\n")
        .containsEntry("T", "secret")
        .containsEntry("IP", "127.96.1.1")
        .containsEntry("L", "orders");
  }

  @Test
  void earlierVariablesAreExpandedAndUnknownOnesStay() {
    assertThat(
            variables(
                """
                {"env": [{"name": "X", "value": "x"},
                         {"name": "Y", "value": "$(X)-$(BEFORE)-$(NONE)-$$(X)"}]}
                """))
        .containsEntry("Y", "x-b-$(NONE)-$(X)");
  }

  @Test
  void whatIsMissingIsNamedUnlessOptional() {
    assertThatThrownBy(
            () ->
                variables(
                    """
                    {"env": [{"name": "X", "valueFrom":
                      {"configMapKeyRef": {"name": "none", "key": "k"}}}]}
                    """))
        .hasMessage("configmap \"none\" not found");
    assertThat(
            variables(
                """
                {"env": [{"name": "X", "valueFrom":
                  {"secretKeyRef": {"name": "s", "key": "k", "optional": true}}}]}
                """))
        .doesNotContainKey("X");
  }

  @Test
  void servicesAreToldInBothOldForms() {
    ObjectNode service =
        store.create(
            ObjectKind.SERVICE,
            "shop",
            Json.parse(
                """
                {"metadata": {"name": "my-db"},
                 "spec": {"ports": [{"name": "sql", "port": 5432}]}}
                """));
    assertThat(Variables.ofServices(List.of(service)))
        .containsEntry("MY_DB_SERVICE_HOST", "127.96.128.1")
        .containsEntry("MY_DB_SERVICE_PORT", "5432")
        .containsEntry("MY_DB_SERVICE_PORT_SQL", "5432")
        .containsEntry("MY_DB_PORT", "tcp://127.96.128.1:5432")
        .containsEntry("MY_DB_PORT_5432_TCP_ADDR", "127.96.128.1");
  }
}
