package dev.hawser.cluster.reaper;

import dev.hawser.cluster.lease.LeaseName;
import dev.hawser.cluster.lease.WorkloadLease;
import dev.hawser.cluster.rights.Right;
import dev.hawser.cluster.target.Workload;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a reaper is made of. All of it is owned by the Lease, whose removal removes it: whoever
/// ends a session needs no further right for that, and no order of crashes leaves any of it.
///
/// @param lease that it watches
/// @param image the agent's
/// @param pullSecrets as the workload's pods have them
/// @param rights of its account
record ReaperObjects(
    WorkloadLease lease, String image, List<LocalObjectReference> pullSecrets, List<Right> rights) {
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final List<String> COMMAND =
      List.of("/hawser/runtime/bin/java", "@/hawser/reaper/options");
  private static final int KEPT_WHEN_DONE_S = 30;
  private static final int RESTARTS = 1000; // it is needed for as long as the session lasts

  /// New with every Lease, so that what an earlier one leaves for a moment is not in the way.
  private String name() {
    return "hawser-reaper-" + LeaseName.hash(lease.uid());
  }

  private ObjectMeta meta() {
    return new ObjectMetaBuilder()
        .withName(name())
        .withNamespace(lease.workload().namespace())
        .addToLabels("app.kubernetes.io/managed-by", "hawser")
        .addToLabels("app.kubernetes.io/component", "reaper")
        .addNewOwnerReference()
        .withApiVersion("coordination.k8s.io/v1")
        .withKind("Lease")
        .withName(LeaseName.of(lease.workload()))
        .withUid(lease.uid())
        .endOwnerReference()
        .build();
  }

  ServiceAccount account() {
    return new ServiceAccountBuilder()
        .withMetadata(meta())
        .withAutomountServiceAccountToken(false)
        .build();
  }

  Role role() {
    return new RoleBuilder().withMetadata(meta()).withRules(rules()).build();
  }

  /// One for each resource; on the Lease and the workload alone where names can be given.
  private List<PolicyRule> rules() {
    Map<String, List<Right>> byResource = new LinkedHashMap<>();
    rights.forEach(
        right ->
            byResource
                .computeIfAbsent(right.group() + "/" + right.resource(), one -> new ArrayList<>())
                .add(right));
    return byResource.values().stream().map(this::rule).toList();
  }

  private PolicyRule rule(List<Right> ofOneResource) {
    Right first = ofOneResource.getFirst();
    Workload workload = lease.workload();
    PolicyRuleBuilder rule =
        new PolicyRuleBuilder()
            .withApiGroups(first.group())
            .withResources(first.resource())
            .withVerbs(ofOneResource.stream().map(Right::verb).distinct().toList());
    if (first.resource().equals("leases")) {
      rule.withResourceNames(LeaseName.of(workload));
    } else if (isWorkloadAlone(first)) {
      rule.withResourceNames(workload.name());
    }
    return rule.build();
  }

  /// Not pods and ReplicaSets, which are listed by label.
  private boolean isWorkloadAlone(Right right) {
    return switch (lease.workload().kind()) {
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET ->
          right.resource().equals(lease.workload().kind().plural());
      case REPLICA_SET, POD -> false;
    };
  }

  RoleBinding binding() {
    return new RoleBindingBuilder()
        .withMetadata(meta())
        .withNewRoleRef(RBAC, "Role", name())
        .addNewSubject("", "ServiceAccount", name(), lease.workload().namespace())
        .build();
  }

  /// Its pod is as `restricted` as PodSecurity can ask for, and meshes leave it alone: a sidecar
  /// would keep it from ever ending.
  Job job() {
    return new JobBuilder()
        .withMetadata(meta())
        .withNewSpec()
        .withBackoffLimit(RESTARTS)
        .withTtlSecondsAfterFinished(KEPT_WHEN_DONE_S)
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app.kubernetes.io/managed-by", "hawser")
        .addToLabels("app.kubernetes.io/component", "reaper")
        .addToLabels("sidecar.istio.io/inject", "false")
        .addToAnnotations("sidecar.istio.io/inject", "false")
        .addToAnnotations("linkerd.io/inject", "disabled")
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(name())
        .withAutomountServiceAccountToken(true)
        .withRestartPolicy("OnFailure")
        .withTerminationGracePeriodSeconds(1L)
        .withEnableServiceLinks(false)
        .withImagePullSecrets(pullSecrets)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewContainer()
        .withName("reaper")
        .withImage(image)
        .withImagePullPolicy("IfNotPresent")
        .withCommand(COMMAND)
        .withArgs(lease.workload().namespace(), lease.workload().toString())
        .withNewResources()
        .addToRequests("cpu", new Quantity("5m"))
        .addToRequests("memory", new Quantity("48Mi"))
        .addToLimits("memory", new Quantity("160Mi"))
        .endResources()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
