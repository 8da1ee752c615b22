/// A chip as an independent reader sees it.
@NullMarked
package org.forpost.sim.document;

import org.jspecify.annotations.NullMarked;
