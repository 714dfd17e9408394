package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.sandbox.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The probes of one run of a container, each on a virtual thread until the run ends.
final class Probes {
  private static final int EAGER_MILLIS = 250;

  private final PodRunner pod;
  private final JsonNode container;
  private final String name;
  private final ContainerRunner runner;
  private final ContainerProcess process;
  private final Probe.Command command;
  private final List<Thread> threads = new ArrayList<>();

  private Probes(
      PodRunner pod, JsonNode container, ContainerRunner runner, ContainerProcess process) {
    this.pod = pod;
    this.container = container;
    this.name = Json.text(container, "/name");
    this.runner = runner;
    this.process = process;
    this.command =
        (words, timeoutSeconds) -> {
          Process asked = runner.execute(words);
          asked.getOutputStream().close();
          boolean answered = asked.waitFor(timeoutSeconds, TimeUnit.SECONDS);
          if (!answered) {
            ContainerRunner.destroy(asked);
          }
          return answered ? asked.exitValue() : 124;
        };
  }

  /// What is done when an answer counts.
  private interface Verdict {
    void reached(boolean good) throws InterruptedException;
  }

  static Probes start(
      PodRunner pod, JsonNode container, ContainerRunner runner, ContainerProcess process) {
    Probes probes = new Probes(pod, container, runner, process);
    Probe startup = probes.probe("startupProbe");
    if (startup.exists()) {
      probes.ask("Startup", startup, good -> probes.startupVerdict(good));
    } else {
      probes.askWhetherReadyAndAlive();
    }
    return probes;
  }

  private Probe probe(String field) {
    return Probe.of(container, field, pod.address());
  }

  private void startupVerdict(boolean good) throws InterruptedException {
    if (good) {
      askWhetherReadyAndAlive();
      throw new InterruptedException("asked for the last time");
    }
    restart("startup");
  }

  private void askWhetherReadyAndAlive() {
    runner.hasStartedUp();
    Probe readiness = probe("readinessProbe");
    if (readiness.exists()) {
      ask("Readiness", readiness, this::setReady);
    } else {
      setReady(true);
    }
    Probe liveness = probe("livenessProbe");
    if (liveness.exists()) {
      ask(
          "Liveness",
          liveness,
          good -> {
            if (!good) {
              restart("liveness");
            }
          });
    }
  }

  private void setReady(boolean ready) {
    pod.status()
        .change(name, state -> state.isRunning() ? state.isReady(ready) : state.isReady(false));
  }

  private void restart(String kind) throws InterruptedException {
    pod.normal("Killing", "Container %s failed %s probe, will be restarted".formatted(name, kind));
    process.stop(pod.graceSeconds());
  }

  private synchronized void ask(String kind, Probe probe, Verdict verdict) {
    threads.add(
        Thread.startVirtualThread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(probe.initialDelaySeconds());
                askForever(kind, probe, verdict);
              } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
              }
            }));
  }

  private void askForever(String kind, Probe probe, Verdict verdict) throws InterruptedException {
    boolean eager = kind.equals("Readiness"); // not to wait a whole period for the first answer
    int good = 0;
    int bad = 0;
    while (process.isAlive()) {
      String wrong = probe.ask(command);
      if (Thread.interrupted() || !process.isAlive()) {
        return;
      }
      if (wrong.isEmpty()) {
        eager = false;
        bad = 0;
        if (++good == probe.successThreshold()) {
          verdict.reached(true);
        }
      } else if (!eager) {
        good = 0;
        pod.warning("Unhealthy", "%s probe failed: %s".formatted(kind, wrong));
        if (++bad == probe.failureThreshold()) {
          verdict.reached(false);
        }
      }
      TimeUnit.MILLISECONDS.sleep(eager ? EAGER_MILLIS : probe.periodSeconds() * 1000L);
    }
  }

  synchronized void stop() {
    threads.forEach(Thread::interrupt);
  }
}
