package dev.hawser.cluster.rights;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Asks the API server which rights the user lacks, all at once. Blocks.
public final class AccessReview {
  private final KubernetesClient client;

  public AccessReview(KubernetesClient client) {
    this.client = client;
  }

  public List<Right> missing(List<Right> rights) {
    try (ExecutorService reviews = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> allowed =
          rights.stream().map(right -> reviews.submit(() -> isAllowed(right))).toList();
      return IntStream.range(0, rights.size())
          .filter(i -> !answer(allowed.get(i)))
          .mapToObj(rights::get)
          .toList();
    }
  }

  private static boolean answer(Future<Boolean> review) {
    try {
      return review.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KubernetesClientException refused) {
        throw refused;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private boolean isAllowed(Right right) {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb(right.verb())
            .withGroup(right.group())
            .withResource(right.mainResource())
            .withSubresource(right.subresource())
            .withNamespace(right.namespace())
            .endResourceAttributes()
            .endSpec()
            .build();
    return client
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(question)
        .getStatus()
        .getAllowed();
  }
}
