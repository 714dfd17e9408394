/// The objects of the cluster: kept, versioned, patched and judged; each write is told to who
/// listens.
package dev.hawser.sandbox.store;
