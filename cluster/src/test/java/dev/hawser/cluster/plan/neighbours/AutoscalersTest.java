package dev.hawser.cluster.plan.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AutoscalersTest {
  @Test
  void oneOfThisWorkloadIsNamedAndOneOfAnotherIsNot() {
    assertThat(
            Scenes.plain()
                .beside(
                    NeighbourKind.AUTOSCALER,
                    scaler("mine", "orders", ""),
                    scaler("other", "stock", ""))
                .warnings())
        .containsExactly(
            "HorizontalPodAutoscaler mine may start up to 9 agents or leave 2, for it goes by what"
                + " agents use");
  }

  @Test
  void oneThatGoesByRequestsFindsFewOfThem() {
    String metrics =
        ", metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization}}}]";
    assertThat(
            Scenes.plain()
                .beside(NeighbourKind.AUTOSCALER, scaler("mine", "orders", metrics))
                .warnings())
        .singleElement()
        .asString()
        .contains("it compares use with requests");
  }

  @Test
  void aVerticalOneIsNamedUnlessItIsOff() {
    String scaler =
        "{metadata: {name: v}, spec: {targetRef: {kind: Deployment, name: orders}, updatePolicy:"
            + " {updateMode: %s}}}";
    assertThat(vertical(scaler.formatted("Auto"))).singleElement().asString().contains("evict");
    assertThat(vertical(scaler.formatted("'Off'"))).isEmpty();
  }

  private static List<String> vertical(String scaler) {
    return Scenes.plain().beside(NeighbourKind.VERTICAL_AUTOSCALER, scaler).warnings();
  }

  @Test
  void kedaMayScaleToNoneAndItsOwnAutoscalerIsNotToldTwice() {
    assertThat(
            Scenes.plain()
                .beside(
                    NeighbourKind.SCALED_OBJECT,
                    "{metadata: {name: k}, spec: {scaleTargetRef: {name: orders}}}")
                .beside(
                    NeighbourKind.AUTOSCALER,
                    "{metadata: {name: keda-hpa-k, labels: {scaledobject.keda.sh/name: k}}, spec:"
                        + " {scaleTargetRef: {kind: Deployment, name: orders}}}")
                .warnings())
        .singleElement()
        .asString()
        .contains("even to none", "annotate scaledobject k autoscaling.keda.sh/paused=true");
  }

  private static String scaler(String name, String target, String more) {
    return "{metadata: {name: %s}, spec: {minReplicas: 2, maxReplicas: 9, scaleTargetRef: {kind: Deployment, name: %s}%s}}"
        .formatted(name, target, more);
  }
}
