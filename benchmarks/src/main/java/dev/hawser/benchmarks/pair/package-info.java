/// The two processes of `benchmarks/pair`. With TLS they are the product's own `Main` of the agent
/// and [dev.hawser.benchmarks.pair.EndpointMain] around the product's endpoint; without TLS they
/// are [dev.hawser.benchmarks.pair.PlainAgent] and [dev.hawser.benchmarks.pair.PlainEndpoint].
///
/// An end prints one line when the other may go on: the endpoint before the agent is started, the
/// agent when it listens, the endpoint again when the link is up.
package dev.hawser.benchmarks.pair;
