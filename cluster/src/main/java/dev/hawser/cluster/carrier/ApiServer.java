package dev.hawser.cluster.carrier;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks4ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// How to reach the API server: what the Kubernetes client would use itself, for it is the client's
/// own code that configures this builder, which only remembers and builds nothing. So certificates,
/// tokens, exec plugins, OIDC, proxies and `no_proxy` are read and refreshed by one set of rules.
///
/// Blocking (files, exec plugins, token servers): virtual threads only.
final class ApiServer extends StandardHttpClientBuilder<HttpClient, HttpClient.Factory, ApiServer> {
  private static final Duration REFRESH_LIMIT = Duration.ofSeconds(30);

  private final Config config;
  private final URI url;

  ApiServer(Config config) {
    super(HttpClientUtils.getHttpClientFactory());
    this.config = config;
    this.url = URI.create(config.getMasterUrl());
    HttpClientUtils.applyCommonConfiguration(config, this, clientFactory);
  }

  /// The API server's address, with the path that all of its resources begin with.
  URI url() {
    return url;
  }

  int port() {
    return url.getPort() > 0 ? url.getPort() : isTls() ? 443 : 80;
  }

  boolean isTls() {
    return "https".equals(url.getScheme());
  }

  Duration connectLimit() {
    return connectTimeout == null ? Duration.ofSeconds(10) : connectTimeout;
  }

  /// The name that the server's certificate must bear.
  String certificateName() {
    return tlsServerName == null || tlsServerName.isEmpty() ? url.getHost() : tlsServerName;
  }

  SslContext tls() throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
            .protocols(Stream.of(tlsVersions).map(TlsVersion::javaName).toList());
    if (keyManagers != null && keyManagers.length > 0) {
      builder.keyManager(keyManagers[0]);
    }
    Stream.of(trustManagers)
        .filter(X509TrustManager.class::isInstance)
        .findFirst()
        .ifPresent(builder::trustManager);
    if (config.isTrustCerts() || config.isDisableHostnameVerification()) {
      builder.endpointIdentificationAlgorithm("");
    }
    return builder.build();
  }

  /// A handler that goes through the proxy, unless the server is reached without one.
  Optional<ProxyHandler> proxy() {
    if (proxyAddress == null || proxyType == HttpClient.ProxyType.DIRECT) {
      return Optional.empty();
    }
    @Nullable String @Nullable [] account =
        HttpClientUtils.decodeBasicCredentials(proxyAuthorization);
    String user = account == null ? null : account[0];
    String password = account == null ? null : account[1];
    return Optional.of(
        switch (proxyType) {
          case SOCKS4 -> new Socks4ProxyHandler(proxyAddress, user);
          case SOCKS5 -> new Socks5ProxyHandler(proxyAddress, user, password);
          case HTTP, DIRECT ->
              user == null || password == null
                  ? new HttpProxyHandler(proxyAddress)
                  : new HttpProxyHandler(proxyAddress, user, password);
        });
  }

  /// Credentials, impersonation and the user's own headers for a new request.
  HttpHeaders headers() {
    RequestHeaders request = new RequestHeaders();
    interceptors.values().forEach(one -> one.before(request, null, NO_TAGS));
    return request.headers();
  }

  /// New headers after the server refused the last ones; empty if there is nothing to renew.
  Optional<HttpHeaders> renewedHeaders(int status) throws IOException, InterruptedException {
    RequestHeaders request = new RequestHeaders();
    boolean renewed = false;
    for (Interceptor one : interceptors.values()) {
      one.before(request, null, NO_TAGS);
      try {
        renewed |=
            one.afterFailure(request, new Refused(status), NO_TAGS)
                .get(REFRESH_LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("the token for the API server could not be renewed", e);
      }
    }
    return renewed ? Optional.of(request.headers()) : Optional.empty();
  }

  @Override
  protected ApiServer newInstance(HttpClient.Factory factory) {
    return new ApiServer(config);
  }

  @Override
  public HttpClient build() {
    throw new UnsupportedOperationException("remembers the settings, builds no client");
  }

  private static final Interceptor.RequestTags NO_TAGS =
      new Interceptor.RequestTags() {
        @Override
        public <T> @Nullable T getTag(Class<T> type) {
          return null;
        }
      };

  /// The server's refusal, as much of it as interceptors look at.
  private record Refused(int code) implements HttpResponse<String> {
    @Override
    public String body() {
      return "";
    }

    @Override
    @SuppressWarnings("NullAway") // no interceptor asks: the request was not the client's
    public HttpRequest request() {
      return null;
    }

    @Override
    public Optional<HttpResponse<?>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public List<String> headers(String name) {
      return List.of();
    }

    @Override
    public Map<String, List<String>> headers() {
      return Map.of();
    }
  }
}
