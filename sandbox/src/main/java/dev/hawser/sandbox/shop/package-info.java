/// The demo: three small programs and the objects that deploy them.
package dev.hawser.sandbox.shop;
