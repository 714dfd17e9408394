package dev.hawser.cluster.target;

import java.util.List;

/// The container that a target means.
///
/// @param name what the user named; a bare name has become a Service or a workload
/// @param workload the object whose pods serve it
/// @param uid that object's, so that another one of the same name is not mistaken for it
/// @param container the container's name
/// @param inboundPorts where the container is reached, rising
/// @param volumeMounts paths at which the container has volumes mounted, in its order
/// @param replicas the desired number of pods
public record ResolvedTarget(
    TargetName name,
    Workload workload,
    String uid,
    String container,
    List<InboundPort> inboundPorts,
    List<String> volumeMounts,
    int replicas) {

  public ResolvedTarget {
    inboundPorts = List.copyOf(inboundPorts);
    volumeMounts = List.copyOf(volumeMounts);
  }
}
