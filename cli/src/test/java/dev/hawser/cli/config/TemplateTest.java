package dev.hawser.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  @Test
  void aVolumeMayBeFollowedByAPath() {
    assertParts(
        "$(volumeMounts:allow-list)/allow-list",
        new Template.VolumeMount("allow-list"),
        new Template.Literal("/allow-list"));
  }

  @Test
  void aServiceMayBeOfAnotherNamespace() {
    assertParts("$(services:stock)", new Template.ServiceAddress("stock", Optional.empty()));
    assertParts(
        "http://$(services:stock.shop):80/",
        new Template.Literal("http://"),
        new Template.ServiceAddress("stock", Optional.of("shop")),
        new Template.Literal(":80/"));
    assertParts(
        "$(services:stock.shop.svc.cluster.local)",
        new Template.ServiceAddress("stock", Optional.of("shop")));
  }

  @Test
  void anExternalEndpointHasOnePortOrSeveralAndIsWrittenEitherWay() {
    assertParts(
        "$(externalEndpoints:db.example:1433)",
        new Template.ExternalEndpoint("db.example", List.of(1433)));
    assertParts(
        "$(externalendpoints:Blobs.example:80,443)",
        new Template.ExternalEndpoint("blobs.example", List.of(80, 443)));
  }

  @Test
  void whatIsNoTokenStaysAsItIs() {
    assertParts("$(HOME)/$x $$(y)", new Template.Literal("$(HOME)/$x $$(y)"));
    assertParts("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(volumes:x)",
        "$(services:)",
        "$(externalEndpoints:db.example)",
        "$(externalEndpoints:db.example:0)",
        "$(externalEndpoints:db.example:http)"
      })
  void aTokenThatIsNotKnownOrMalformedIsRefused(String text) {
    assertThatThrownBy(() -> Template.parse("a" + text + "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(text);
  }

  private static void assertParts(String text, Template.Part... parts) {
    assertThat(Template.parse(text).parts()).containsExactly(parts);
  }
}
