/// Local to cluster: an address and listeners of its own for each Service.
@NullMarked
package dev.hawser.endpoint.outbound;

import org.jspecify.annotations.NullMarked;
