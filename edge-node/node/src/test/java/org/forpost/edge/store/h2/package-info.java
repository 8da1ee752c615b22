@NullMarked
package org.forpost.edge.store.h2;

import org.jspecify.annotations.NullMarked;
