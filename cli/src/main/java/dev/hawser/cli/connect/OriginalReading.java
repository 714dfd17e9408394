package dev.hawser.cli.connect;

import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.environment.OriginalEnvironment;
import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.rights.RequiredRights;
import dev.hawser.cluster.target.ResolvedTarget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The original is asked for its variables while the session plans, for after the swap there is
/// none.
final class OriginalReading {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// What the session waits for it once it has nothing else to do.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final OriginalEnvironment LATE =
      new OriginalEnvironment.Unread("the original did not answer in time");

  private final CompletableFuture<OriginalEnvironment> answer;

  private OriginalReading(CompletableFuture<OriginalEnvironment> answer) {
    this.answer = answer;
  }

  /// @param rights those that the user has
  static OriginalReading begin(
      Cluster cluster, ResolvedTarget target, List<AccessReview.Answer> rights) {
    if (!mayAsk(rights)) {
      return new OriginalReading(
          CompletableFuture.completedFuture(
              new OriginalEnvironment.Unread(
                  "you may not run cat in the original (%s)".formatted(RequiredRights.PODS_EXEC))));
    }
    CompletableFuture<OriginalEnvironment> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("original's environment")
        .start(
            () -> {
              try {
                answer.complete(cluster.originalEnvironment(target, LIMIT));
              } catch (RuntimeException e) {
                answer.complete(new OriginalEnvironment.Unread("asking the original failed: " + e));
              }
            });
    return new OriginalReading(answer);
  }

  private static boolean mayAsk(List<AccessReview.Answer> rights) {
    return rights.stream()
        .filter(answer -> answer.right().resource().equals(RequiredRights.PODS_EXEC))
        .allMatch(AccessReview.Answer::allowed);
  }

  /// Waits for the answer, but no longer than two seconds.
  OriginalEnvironment await() {
    return answer.completeOnTimeout(LATE, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
