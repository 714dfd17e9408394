package dev.hawser.cluster.target;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.PeerText;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the user names on the command line: a Service, a Deployment, or either by a bare name.
public record TargetName(Kind kind, String name) {

  public enum Kind {
    SERVICE("svc/"),
    DEPLOYMENT("deploy/"),
    /// The Service of that name, else the Deployment.
    EITHER("");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  private static final String SUPPORTED = "svc/NAME, deploy/NAME or a bare NAME";
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST_NAME = 253;

  public static TargetName service(String name) {
    return new TargetName(Kind.SERVICE, name);
  }

  public static TargetName deployment(String name) {
    return new TargetName(Kind.DEPLOYMENT, name);
  }

  /// @throws dev.hawser.endpoint.failure.FailureException of kind USAGE
  public static TargetName parse(String text) {
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
      throw usage(text, "is not the name of a target", "name it as " + SUPPORTED);
    }
    if (slash < 0) {
      return new TargetName(Kind.EITHER, name);
    }
    return switch (text.substring(0, slash).toLowerCase(Locale.ROOT)) {
      case "svc", "service", "services" -> service(name);
      case "deploy", "deployment", "deployments", "deployment.apps" -> deployment(name);
      default ->
          throw usage(
              text,
              "is of a kind that is not supported",
              "name a Service or a Deployment: " + SUPPORTED);
    };
  }

  private static RuntimeException usage(String text, String what, String advice) {
    return new Failure(
            FailureKind.USAGE, "target '%s' %s".formatted(PeerText.clean(text, 80), what), advice)
        .asException();
  }

  /// The shortest form that [#parse] reads as this.
  @Override
  public String toString() {
    return kind.prefix + name;
  }
}
