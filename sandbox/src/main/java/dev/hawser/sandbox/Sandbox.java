package dev.hawser.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.api.ApiServer;
import dev.hawser.sandbox.api.Credentials;
import dev.hawser.sandbox.control.ControlLoop;
import dev.hawser.sandbox.node.Images;
import dev.hawser.sandbox.node.LoopbackAddresses;
import dev.hawser.sandbox.node.Node;
import dev.hawser.sandbox.node.NodeSettings;
import dev.hawser.sandbox.shop.ShopObjects;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.ObjectRules;
import dev.hawser.sandbox.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A cluster in this process: objects, an API over them, a controller, and a node whose pods are
/// child processes. They die with it.
public final class Sandbox implements AutoCloseable {
  private static final List<String> NAMESPACES = List.of("default", "kube-system");

  private final LoopbackAddresses addresses;
  private final Node node;
  private final ControlLoop control;
  private final ApiServer api;
  private final Path kubeconfig;
  private final AtomicBoolean closed = new AtomicBoolean();
  private Optional<URI> shop = Optional.empty();

  private Sandbox(
      Store store, LoopbackAddresses addresses, Node node, ApiServer api, Path kubeconfig) {
    this.addresses = addresses;
    this.node = node;
    this.api = api;
    this.kubeconfig = kubeconfig;
    this.control = new ControlLoop(store);
  }

  private static void create(Store store, ObjectKind kind, String name) {
    ObjectNode object = Json.object();
    Json.metadata(object).put("name", name);
    store.create(kind, "", object);
  }

  /// Returns when the API answers and, with the demo, the shop is open.
  ///
  /// @throws IOException if the machine refuses something, or the shop does not open
  public static Sandbox start(SandboxSettings settings) throws IOException, InterruptedException {
    Files.createDirectories(settings.directory());
    LoopbackAddresses addresses = LoopbackAddresses.claim();
    Credentials credentials = Credentials.generate();
    Store store = new Store(new ObjectRules(addresses::nextService));
    for (String namespace : NAMESPACES) {
      create(store, ObjectKind.NAMESPACE, namespace);
    }
    create(store, ObjectKind.NODE, NodeSettings.NODE_NAME);
    Images images = new Images(BuiltInImages.with(settings));
    Node node = new Node(store, new NodeSettings(settings.directory(), images, addresses));
    ApiServer api = new ApiServer(credentials, store, node);
    int port = api.start();
    node.apiPort(port);
    Path kubeconfig = settings.directory().resolve("kubeconfig");
    credentials.writeKubeconfig(kubeconfig, port);
    Sandbox sandbox = new Sandbox(store, addresses, node, api, kubeconfig);
    if (settings.demo()) {
      try {
        sandbox.shop = Optional.of(ShopObjects.open(store));
      } catch (IOException | InterruptedException closed) {
        sandbox.close();
        throw closed;
      }
    }
    return sandbox;
  }

  /// For kubectl and every other client.
  public Path kubeconfig() {
    return kubeconfig;
  }

  /// Where the shop's first service answers, if there is a shop.
  public Optional<URI> shop() {
    return shop;
  }

  /// Kills all pods and stops answering. May be called again, from any thread.
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      control.close();
      node.close();
      api.close();
      addresses.close();
    }
  }
}
