package dev.hawser.cluster.lease;

/// Who has a workload: `user@host/session`, as a Lease names it.
///
/// @param owner `user@host`
/// @param session its id, which has no slash
public record Holder(String owner, String session) {

  private static final String RESTORER = "restore";

  /// Who ends a session and begins none.
  public static Holder restorer(String owner) {
    return new Holder(owner, RESTORER);
  }

  public boolean isRestorer() {
    return session.equals(RESTORER);
  }

  static Holder parse(String identity) {
    int slash = identity.lastIndexOf('/');
    return slash < 0
        ? new Holder(identity, "")
        : new Holder(identity.substring(0, slash), identity.substring(slash + 1));
  }

  @Override
  public String toString() {
    return owner + "/" + session;
  }
}
