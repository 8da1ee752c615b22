/// The signed word of the hub on how far a chain has been counted: only this lets a record go.
@NullMarked
package org.forpost.protocol.receipt;

import org.jspecify.annotations.NullMarked;
