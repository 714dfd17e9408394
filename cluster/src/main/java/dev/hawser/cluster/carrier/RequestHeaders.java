package dev.hawser.cluster.carrier;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;

/// Takes down the headers that the client's interceptors put on a request.
final class RequestHeaders implements BasicBuilder {
  private final HttpHeaders headers = new DefaultHttpHeaders();

  HttpHeaders headers() {
    return headers;
  }

  @Override
  public BasicBuilder uri(URI uri) {
    return this; // what is asked for is the carrier's own business
  }

  @Override
  public BasicBuilder header(String name, String value) {
    headers.add(name, value);
    return this;
  }

  @Override
  public BasicBuilder setHeader(String name, String value) {
    headers.set(name, value);
    return this;
  }
}
