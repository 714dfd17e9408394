package dev.hawser.cluster.rights;

/// Who is granted a Role, by the
/// [RBAC
/// reference](https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects).
public sealed interface Subject {

  record User(String name) implements Subject {}

  record Group(String name) implements Subject {}

  /// @param namespace its own, which may be another than the Role's
  record ServiceAccount(String namespace, String name) implements Subject {}
}
