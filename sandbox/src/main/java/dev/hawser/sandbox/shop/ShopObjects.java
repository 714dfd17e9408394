package dev.hawser.sandbox.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Store;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The demo's shop as Kubernetes objects, in namespace `shop`.
public final class ShopObjects {
  private static final String NAMESPACE = "shop";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String CONFIG =
      """
      {"metadata": {"name": "shop-settings"}, "data": {"greeting": "Ahoy from the cluster"}}
      """;
  private static final String PRICES =
      """
      {"metadata": {"name": "shop-prices"},
       "data": {"prices.properties": "anchor=120\\nrope=15\\nlantern=48\\n"}}
      """;
  private static final String SECRET =
      """
      {"metadata": {"name": "shop-secret"}, "type": "Opaque",
       "stringData": {"token": "keep-this-below-deck"}}
      """;
  private static final String SERVICE =
      """
      {"metadata": {"name": "NAME", "labels": {"app": "NAME"}},
       "spec": {"selector": {"app": "NAME"},
                "ports": [{"name": "http", "port": PORT, "targetPort": "http"}]}}
      """;
  private static final String DEPLOYMENT =
      """
      {"metadata": {"name": "NAME", "labels": {"app": "NAME"}},
       "spec": {
         "replicas": 1,
         "selector": {"matchLabels": {"app": "NAME"}},
         "template": {
           "metadata": {"labels": {"app": "NAME"}},
           "spec": {
             "terminationGracePeriodSeconds": 5,
             "containers": [{
               "name": "NAME",
               "image": "hawser.sandbox/shop:1",
               "args": ["NAME"],
               "ports": [{"name": "http", "containerPort": PORT}],
               "env": [
                 {"name": "SHOP_GREETING", "valueFrom":
                   {"configMapKeyRef": {"name": "shop-settings", "key": "greeting"}}},
                 {"name": "SHOP_TOKEN", "valueFrom":
                   {"secretKeyRef": {"name": "shop-secret", "key": "token"}}}],
               "readinessProbe": {"httpGet": {"path": "/healthz", "port": "http"},
                                  "periodSeconds": 1},
               "volumeMounts": [
                 {"name": "prices", "mountPath": "/etc/shop"},
                 {"name": "secret", "mountPath": "/etc/shop-secret", "readOnly": true}]}],
             "volumes": [
               {"name": "prices", "configMap": {"name": "shop-prices"}},
               {"name": "secret", "secret": {"secretName": "shop-secret",
                                             "defaultMode": 256}}]}}}}
      """;

  private ShopObjects() {}

  /// Creates the shop and waits until all of it is ready.
  ///
  /// @return where its first service, `front`, answers
  /// @throws IOException if that takes too long
  public static URI open(Store store) throws IOException, InterruptedException {
    Semaphore writes = new Semaphore(1);
    Store.Subscription subscription = store.listen(change -> writes.release());
    try {
      create(store);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!isOpen(store)) {
        long left = deadline - System.nanoTime();
        if (!writes.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          throw new IOException(
              "the shop did not become ready within %ds".formatted(PATIENCE.toSeconds()));
        }
      }
    } finally {
      subscription.close();
    }
    Program front = Program.FRONT;
    ObjectNode service = store.get(new ObjectKey(ObjectKind.SERVICE, NAMESPACE, front.label()));
    return URI.create(
        "http://%s:%d/".formatted(Json.text(service, "/spec/clusterIP"), front.port()));
  }

  private static void create(Store store) {
    store.create(ObjectKind.NAMESPACE, "", Json.parse("{\"metadata\": {\"name\": \"shop\"}}"));
    store.create(ObjectKind.CONFIG_MAP, NAMESPACE, Json.parse(CONFIG));
    store.create(ObjectKind.CONFIG_MAP, NAMESPACE, Json.parse(PRICES));
    store.create(ObjectKind.SECRET, NAMESPACE, Json.parse(SECRET));
    for (Program program : Program.values()) {
      store.create(ObjectKind.SERVICE, NAMESPACE, fill(SERVICE, program));
    }
    for (Program program : Program.values()) {
      ObjectNode deployment = fill(DEPLOYMENT, program);
      deployment.withObject("/spec").put("replicas", program == Program.ORDERS ? 2 : 1);
      store.create(ObjectKind.DEPLOYMENT, NAMESPACE, deployment);
    }
  }

  private static ObjectNode fill(String template, Program program) {
    return Json.parse(
        template.replace("NAME", program.label()).replace("PORT", String.valueOf(program.port())));
  }

  private static boolean isOpen(Store store) {
    return Stream.of(Program.values())
        .map(program -> new ObjectKey(ObjectKind.DEPLOYMENT, NAMESPACE, program.label()))
        .map(store::get)
        .allMatch(
            deployment ->
                Json.number(deployment, "/status/readyReplicas", 0)
                    == Json.number(deployment, "/spec/replicas", 0));
  }
}
