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

/// Asks the API server which rights the user has in a namespace: for the rules, where those are all
/// there is to know, and for each right that they do not grant, all at once. Blocks.
public final class AccessReview {
  /// From how many questions on one for all rules is the cheaper one.
  private static final int MANY = 4;

  private final KubernetesClient client;
  private final String namespace;

  public AccessReview(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /// Whether the user has a right.
  public record Answer(Right right, boolean allowed) {}

  /// In the order of the rights.
  public List<Answer> of(List<Right> rights) {
    GrantedRules rules =
        rights.size() < MANY ? GrantedRules.NONE : GrantedRules.of(client, namespace);
    try (ExecutorService reviews = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> allowed =
          rights.stream()
              .map(right -> reviews.submit(() -> rules.grant(right) || isAllowed(right)))
              .toList();
      return IntStream.range(0, rights.size())
          .mapToObj(i -> new Answer(rights.get(i), answer(allowed.get(i))))
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
            .withNamespace(namespace)
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
