/// What a pod may call by name: Services, the pods of headless ones, and what comes and goes of
/// them.
@NullMarked
package dev.hawser.cluster.service;

import org.jspecify.annotations.NullMarked;
