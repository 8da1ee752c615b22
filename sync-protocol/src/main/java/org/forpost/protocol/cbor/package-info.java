/// Deterministic CBOR (RFC 8949 §4.2.1) and nothing else of CBOR: a reader that refuses what is not
/// canonical, so that one meaning has one spelling and a hash of bytes is a hash of meaning.
@NullMarked
package org.forpost.protocol.cbor;

import org.jspecify.annotations.NullMarked;
