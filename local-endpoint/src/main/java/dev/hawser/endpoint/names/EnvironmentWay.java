package dev.hawser.endpoint.names;

/// Only variables lead to the services.
///
/// @param reason why no better way is possible here, or wanted
record EnvironmentWay(String reason) implements NameWay {
  @Override
  public void show(NameTable names) {}

  @Override
  public boolean reachesEveryProgram() {
    return false;
  }

  @Override
  public String explanation() {
    return "names: services are told by variables (*_SERVICE_HOST, *_SERVICE_PORT) only, because "
        + reason;
  }

  @Override
  public void close() {}
}
