package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Room for one more pod, reckoned from the namespace's quotas where making one could not be tried.
///
/// By the [reference](https://kubernetes.io/docs/concepts/policy/resource-quotas/); quotas with a
/// scope are left out, for whether they hold is for the API server to say.
final class Quotas {
  private Quotas() {}

  static Stream<String> warnings(Scene scene) {
    if (!(scene.trial() instanceof PodTrial.NotTried) || scene.surge() == Surge.NEVER) {
      return Stream.empty();
    }
    Map<String, BigDecimal> needs = needs(scene);
    return scene.neighbours().all(NeighbourKind.QUOTA).stream()
        .filter(
            quota -> !quota.at("/spec").has("scopes") && !quota.at("/spec").has("scopeSelector"))
        .flatMap(
            quota ->
                needs.entrySet().stream()
                    .filter(need -> lacks(quota, need.getKey(), need.getValue()))
                    .map(
                        need ->
                            "ResourceQuota %s has no room for one more pod: %s of %s %s is used, and a pod needs %s"
                                .formatted(
                                    Scene.name(quota),
                                    quota.at("/status/used").path(need.getKey()).asText(),
                                    quota.at("/status/hard").path(need.getKey()).asText(),
                                    need.getKey(),
                                    need.getValue().stripTrailingZeros().toPlainString())));
  }

  private static boolean lacks(JsonNode quota, String resource, BigDecimal need) {
    JsonNode hard = quota.at("/status/hard").path(resource);
    JsonNode used = quota.at("/status/used").path(resource);
    return hard.isTextual()
        && number(used.asText("0")).add(need).compareTo(number(hard.asText())) > 0;
  }

  /// What a pod counts for, by the names that quotas use.
  private static Map<String, BigDecimal> needs(Scene scene) {
    Map<String, BigDecimal> needs = new LinkedHashMap<>();
    needs.put("pods", BigDecimal.ONE);
    needs.put("count/pods", BigDecimal.ONE);
    for (JsonNode container : scene.containers()) {
      container
          .at("/resources/requests")
          .properties()
          .forEach(
              one -> {
                BigDecimal amount = number(one.getValue().asText());
                needs.merge(one.getKey(), amount, BigDecimal::add);
                needs.merge("requests." + one.getKey(), amount, BigDecimal::add);
              });
      container
          .at("/resources/limits")
          .properties()
          .forEach(
              one ->
                  needs.merge(
                      "limits." + one.getKey(), number(one.getValue().asText()), BigDecimal::add));
    }
    return needs;
  }

  static BigDecimal number(String quantity) {
    return Quantity.getAmountInBytes(Quantity.parse(quantity)); // any unit's plain number
  }
}
