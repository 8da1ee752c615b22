/// People who do not exist, and their crossings: what tests and benches write and send. Nothing of
/// it runs at a post.
@NullMarked
package org.forpost.protocol.synthetic;

import org.jspecify.annotations.NullMarked;
