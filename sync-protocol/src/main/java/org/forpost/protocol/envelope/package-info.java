/// Batches on their way to the hub: compressed, sealed to the hub, signed once; and the chunks in
/// which they travel.
@NullMarked
package org.forpost.protocol.envelope;

import org.jspecify.annotations.NullMarked;
