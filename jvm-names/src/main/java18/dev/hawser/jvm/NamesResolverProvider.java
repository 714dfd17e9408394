package dev.hawser.jvm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.Optional;
import java.util.stream.Stream;

/// How a JVM from Java 18 on resolves: names of services by the file that [NamesAgent] was told,
/// all others as it would.
public final class NamesResolverProvider extends InetAddressResolverProvider {
  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver builtIn = configuration.builtinResolver();
    String file = System.getProperty(NamesAgent.FILE, "");
    return file.isEmpty() ? builtIn : new Resolver(new NamesFile(file), builtIn);
  }

  @Override
  public String name() {
    return "names of services, by Hawser";
  }

  private record Resolver(NamesFile names, InetAddressResolver builtIn)
      implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      Optional<InetAddress> found = names.find(host);
      boolean wanted = (policy.characteristics() & LookupPolicy.IPV4) != 0;
      return found.isPresent() && wanted ? found.stream() : builtIn.lookupByName(host, policy);
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return builtIn.lookupByAddress(address);
    }
  }
}
