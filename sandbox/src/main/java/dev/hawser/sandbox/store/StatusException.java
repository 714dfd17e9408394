package dev.hawser.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A refusal in the API server's words: what the client gets as a `Status` object.
public final class StatusException extends RuntimeException {
  private final int code;
  private final String reason;
  private final transient ObjectNode details;

  private StatusException(int code, String reason, String message, ObjectNode details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  public static StatusException of(int code, String reason, String message) {
    return new StatusException(code, reason, message, Json.object());
  }

  public static StatusException badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  public static StatusException noSuchResource() {
    return of(404, "NotFound", "the server could not find the requested resource");
  }

  public static StatusException notFound(ObjectKind kind, String name) {
    return about(404, "NotFound", kind, name, quoted(kind, name) + " not found");
  }

  public static StatusException alreadyExists(ObjectKind kind, String name) {
    return about(409, "AlreadyExists", kind, name, quoted(kind, name) + " already exists");
  }

  public static StatusException conflict(ObjectKind kind, String name, String why) {
    String message = "Operation cannot be fulfilled on " + quoted(kind, name) + ": " + why;
    return about(409, "Conflict", kind, name, message);
  }

  public static StatusException forbidden(ObjectKind kind, String name, String why) {
    return about(403, "Forbidden", kind, name, quoted(kind, name) + " is forbidden: " + why);
  }

  /// @param field the path of the offending field, as in `spec.replicas`
  public static StatusException invalid(ObjectKind kind, String name, String field, String why) {
    String message = "%s \"%s\" is invalid: %s: %s".formatted(kind.kind(), name, field, why);
    StatusException refusal = about(422, "Invalid", kind, name, message);
    refusal.details.withArray("/causes").addObject().put("message", why).put("field", field);
    return refusal;
  }

  public int code() {
    return code;
  }

  public ObjectNode toStatus() {
    ObjectNode status = status("Failure").put("message", getMessage()).put("reason", reason);
    if (!details.isEmpty()) {
      status.set("details", details.deepCopy());
    }
    return status.put("code", code);
  }

  /// A `Status` object that says nothing yet but whether all went well.
  public static ObjectNode status(String outcome) {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return status.put("status", outcome);
  }

  private static StatusException about(
      int code, String reason, ObjectKind kind, String name, String message) {
    ObjectNode details =
        Json.object().put("name", name).put("group", kind.group()).put("kind", kind.plural());
    return new StatusException(code, reason, message, details);
  }

  private static String quoted(ObjectKind kind, String name) {
    return "%s \"%s\"".formatted(kind.qualifiedPlural(), name);
  }
}
