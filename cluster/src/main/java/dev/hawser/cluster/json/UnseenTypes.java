package dev.hawser.cluster.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.ContainerResizePolicy;
import io.fabric8.kubernetes.api.model.ContainerRestartRule;
import io.fabric8.kubernetes.api.model.ContainerUser;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.NodeAllocatableResourceClaimStatus;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodExtendedResourceClaimStatus;
import io.fabric8.kubernetes.api.model.PodResourceClaim;
import io.fabric8.kubernetes.api.model.PodResourceClaimStatus;
import io.fabric8.kubernetes.api.model.PodSchedulingGroup;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceStatus;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMountStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.SuccessPolicy;
import java.util.List;
import java.util.Set;

/// Leaves out the fields of a Kubernetes type whose own types nobody here asks an object for: they
/// and all that is below them, 150 types for a pod, need not be learnt. What an object has in such
/// a field is kept among its additional properties, and written as it was read; its getter gives
/// nothing. Who needs one of these asks the object's tree, or takes it out of this list.
final class UnseenTypes extends BeanDeserializerModifier {
  private static final long serialVersionUID = 1;

  private static final Set<Class<?>> UNSEEN =
      Set.of(
          Affinity.class,
          ContainerResizePolicy.class,
          ContainerRestartRule.class,
          ContainerUser.class,
          DeploymentStrategy.class,
          EphemeralContainer.class,
          HostAlias.class,
          Lifecycle.class,
          ManagedFieldsEntry.class,
          NodeAllocatableResourceClaimStatus.class,
          PodDNSConfig.class,
          PodExtendedResourceClaimStatus.class,
          PodFailurePolicy.class,
          PodResourceClaim.class,
          PodResourceClaimStatus.class,
          PodSchedulingGroup.class,
          PodSecurityContext.class,
          Probe.class,
          ResourceRequirements.class,
          ResourceStatus.class,
          SecurityContext.class,
          SessionAffinityConfig.class,
          SuccessPolicy.class,
          Toleration.class,
          TopologySpreadConstraint.class,
          Volume.class,
          VolumeMountStatus.class);

  @Override
  public List<BeanPropertyDefinition> updateProperties(
      DeserializationConfig config, BeanDescription bean, List<BeanPropertyDefinition> properties) {
    return properties.stream().filter(property -> !isUnseen(property.getPrimaryType())).toList();
  }

  private static boolean isUnseen(JavaType type) {
    JavaType one = type.isContainerType() ? type.getContentType() : type;
    return one != null && UNSEEN.contains(one.getRawClass());
  }
}
