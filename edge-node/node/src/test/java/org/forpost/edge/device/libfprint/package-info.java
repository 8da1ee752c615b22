@NullMarked
package org.forpost.edge.device.libfprint;

import org.jspecify.annotations.NullMarked;
