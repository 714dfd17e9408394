package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Shop;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.lease.HeldLease;
import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.target.ContainerQuestion;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.tunnel.security.Fingerprint;
import dev.hawser.tunnel.security.SessionCertificate;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two sessions that reach for one workload at the same moment, as libraries, so that they do so
/// closely. The Deployment is paused: no pods come and go.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RaceTest {
  private static final TargetName ORDERS = TargetName.parse("deploy/orders");
  private static final Fingerprint KEY = SessionCertificate.generate().fingerprint();

  private final Shop shop;
  private final Cluster anna;
  private final Cluster bert;
  private final ResolvedTarget target;
  private final ObjectNode original;

  RaceTest(Place place, Shop shop) throws Exception {
    this.shop = shop;
    System.setProperty("kubeconfig", place.kubeconfig().toString());
    this.anna = Cluster.open(Optional.empty(), Optional.of(shop.namespace()));
    this.bert = Cluster.open(Optional.empty(), Optional.of(shop.namespace()));
    this.target = anna.resolve(ORDERS, Optional.of("orders"), ContainerQuestion.NOBODY);
    shop.orders().edit(deployment -> paused(deployment, true));
    this.original = shop.orders().original();
  }

  private static Deployment paused(Deployment deployment, boolean paused) {
    deployment.getSpec().setPaused(paused);
    return deployment;
  }

  /// How it went for one of them.
  private record Outcome(Optional<HeldLease> held, String failure) {}

  @RepeatedTest(50)
  void oneWinsAndTheOtherIsToldByWhomItWasBeatenAndNoRecordIsLost() throws Exception {
    Workload workload = anna.workload(ORDERS);
    Callable<Outcome> annas = race(anna, new Holder("anna@laptop", "aaaaaaaaaa"));
    Callable<Outcome> berts = race(bert, new Holder("bert@desk", "bbbbbbbbbb"));
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> running =
          List.of(annas, berts).stream()
              .map(
                  one ->
                      threads.submit(
                          () -> {
                            start.await();
                            return one.call();
                          }))
              .toList();
      Outcome first = running.getFirst().get();
      Outcome second = running.getLast().get();
      assertThat(first.held().isPresent()).isNotEqualTo(second.held().isPresent());
      Outcome winner = first.held().isPresent() ? first : second;
      Outcome loser = first.held().isPresent() ? second : first;
      HeldLease lease = winner.held().orElseThrow();
      Holder holder = lease.lease().holder();
      assertThat(loser.failure()).contains(holder.owner());
      assertThat(anna.sessions().isChangedBy(workload, holder.session())).isTrue();

      anna.sessions().undo(workload, holder.session());
      anna.sessions().release(lease);
      assertThat(shop.orders().original()).isEqualTo(original);
      assertThat(anna.sessions().lease(workload)).isEmpty();
    }
  }

  private Callable<Outcome> race(Cluster cluster, Holder holder) {
    PlanRequest request =
        new PlanRequest(
            holder.session(),
            holder.owner(),
            KEY,
            "hawser.dev/agent:none",
            Instant.now(),
            Duration.ofMinutes(5),
            Optional.empty());
    Plan plan = cluster.plan(target, request);
    return () -> {
      try {
        HeldLease lease =
            cluster.sessions().claim(target.workload(), holder, Duration.ofSeconds(30), text -> {});
        cluster.apply(plan);
        return new Outcome(Optional.of(lease), "");
      } catch (FailureException e) {
        return new Outcome(Optional.empty(), e.failure().what());
      }
    };
  }

  @AfterAll
  void close() {
    shop.orders().edit(deployment -> paused(deployment, false));
    anna.close();
    bert.close();
  }
}
