package dev.hawser.cluster.rights;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectRulesReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;

/// The rules that grant a user something in a namespace (API reference, SelfSubjectRulesReview).
///
/// @param rules none where the API server says that they are not all: one that refuses may come
///     first then
record GrantedRules(List<ResourceRule> rules) {
  static final GrantedRules NONE = new GrantedRules(List.of());

  private static final String ANY = "*";

  /// Blocks.
  static GrantedRules of(KubernetesClient client, String namespace) {
    try {
      return of(
          client
              .authorization()
              .v1()
              .selfSubjectRulesReview()
              .create(
                  new SelfSubjectRulesReviewBuilder()
                      .withNewSpec()
                      .withNamespace(namespace)
                      .endSpec()
                      .build())
              .getStatus());
    } catch (KubernetesClientException notTold) {
      return NONE; // each is asked for, and says what is the matter
    }
  }

  static GrantedRules of(SubjectRulesReviewStatus status) {
    return Boolean.TRUE.equals(status.getIncomplete())
        ? NONE
        : new GrantedRules(status.getResourceRules());
  }

  boolean grant(Right right) {
    return rules.stream().anyMatch(rule -> grants(rule, right));
  }

  private static boolean grants(ResourceRule rule, Right right) {
    return rule.getResourceNames().isEmpty()
        && contains(rule.getVerbs(), right.verb())
        && contains(rule.getApiGroups(), right.group())
        && (contains(rule.getResources(), right.resource())
            || isOfEveryResource(rule.getResources(), right));
  }

  private static boolean contains(List<String> granted, String wanted) {
    return granted.contains(ANY) || granted.contains(wanted);
  }

  private static boolean isOfEveryResource(List<String> resources, Right right) {
    return !right.subresource().isEmpty() && resources.contains(ANY + "/" + right.subresource());
  }
}
