package dev.hawser.cluster.rights;

import java.util.ArrayList;
import java.util.List;

/// What a session needs, from resolving its target to undoing the change.
public final class RequiredRights {
  private static final String CORE = "";
  private static final String APPS = "apps";

  /// From this minor version on, the API server wants `create` for a port-forward by WebSocket,
  /// which is a GET, too.
  private static final int PORT_FORWARD_IS_CREATED_SINCE = 35;

  private RequiredRights() {}

  /// @param minorVersion the API server's, of Kubernetes 1
  public static List<Right> in(String namespace, int minorVersion) {
    List<Right> rights = new ArrayList<>();
    rights.add(new Right("get", CORE, "services", namespace));
    rights.add(new Right("list", CORE, "services", namespace));
    rights.add(new Right("list", CORE, "pods", namespace));
    rights.add(new Right("watch", CORE, "pods", namespace));
    rights.add(new Right("get", CORE, "pods/log", namespace));
    rights.add(new Right("get", CORE, "pods/portforward", namespace));
    if (minorVersion >= PORT_FORWARD_IS_CREATED_SINCE) {
      rights.add(new Right("create", CORE, "pods/portforward", namespace));
    }
    rights.add(new Right("get", APPS, "deployments", namespace));
    rights.add(new Right("list", APPS, "deployments", namespace));
    rights.add(new Right("watch", APPS, "deployments", namespace));
    rights.add(new Right("patch", APPS, "deployments", namespace));
    rights.add(new Right("get", APPS, "replicasets", namespace));
    return List.copyOf(rights);
  }
}
