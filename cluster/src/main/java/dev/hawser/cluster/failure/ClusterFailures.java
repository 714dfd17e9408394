package dev.hawser.cluster.failure;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.PeerText;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Turns what the Kubernetes client throws into what a user is told.
public final class ClusterFailures {
  private final String server;

  /// @param server the API server's address, as the user knows it
  public ClusterFailures(String server) {
    this.server = server;
  }

  /// Does it, and tells a refusal of the cluster as a [Failure].
  ///
  /// @param doing what is being done, as in "could not patch deploy/orders"
  public <T> T during(String doing, Supplier<T> work) {
    try {
      return work.get();
    } catch (KubernetesClientException e) {
      throw failure(doing, e);
    }
  }

  public FailureException failure(String doing, KubernetesClientException e) {
    return describe(doing, e).asException(e);
  }

  private Failure describe(String doing, KubernetesClientException e) {
    return switch (e.getCode()) {
      case -1, 0 -> unreachable(e);
      case 401 ->
          new Failure(
              FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN,
              "the API server %s does not accept your credentials".formatted(server),
              "sign in again, or check the user of this context: kubectl auth whoami");
      case 403 ->
          new Failure(
              FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN,
              "could not %s: %s".formatted(doing, words(e)),
              "ask whoever administers the cluster for this right, or use another context");
      case 404 ->
          new Failure(
              FailureKind.TARGET_UNSUITABLE,
              "could not %s: %s".formatted(doing, words(e)),
              "check the name and the namespace");
      default ->
          new Failure(
              e.getCode() >= 500
                  ? FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN
                  : FailureKind.TARGET_UNSUITABLE,
              "could not %s: the API server answered %d: %s"
                  .formatted(doing, e.getCode(), words(e)),
              e.getCode() >= 500
                  ? "try again, or look at the API server's health"
                  : "see what the cluster objects to");
    };
  }

  private Failure unreachable(KubernetesClientException e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnknownHostException unknown -> {
          return unreachable("the name %s is not known".formatted(PeerText.clean(words(unknown))));
        }
        case ConnectException refused -> {
          return unreachable("the connection was refused or timed out");
        }
        case SSLException tls -> {
          return new Failure(
              FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN,
              "TLS with the API server %s failed: %s".formatted(server, PeerText.clean(words(tls))),
              "check certificate-authority and the client certificate of this context");
        }
        default -> {
          // look deeper
        }
      }
    }
    return unreachable(words(e));
  }

  private Failure unreachable(String why) {
    return new Failure(
        FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN,
        "the API server %s cannot be reached: %s".formatted(server, why),
        "is the cluster running, and is this the right context? kubectl cluster-info shows");
  }

  private static String words(KubernetesClientException e) {
    @Nullable Status status = e.getStatus();
    return status == null || status.getMessage() == null
        ? words((Throwable) e)
        : PeerText.clean(status.getMessage());
  }

  private static String words(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : PeerText.clean(e.getMessage());
  }
}
