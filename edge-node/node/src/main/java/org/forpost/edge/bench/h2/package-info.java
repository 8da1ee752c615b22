/// H2 as the peer that the journal is measured beside.
@NullMarked
package org.forpost.edge.bench.h2;

import org.jspecify.annotations.NullMarked;
