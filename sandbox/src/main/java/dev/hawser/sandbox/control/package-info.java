/// Controllers: pure steps from what objects say to what there shall be.
package dev.hawser.sandbox.control;
