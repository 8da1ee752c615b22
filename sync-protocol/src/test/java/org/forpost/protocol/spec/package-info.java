/// SPEC.md and the code hold each other to account: its worked examples are made by the code, and
/// read out of the page again.
@NullMarked
package org.forpost.protocol.spec;

import org.jspecify.annotations.NullMarked;
