@NullMarked
package org.forpost.protocol;

import org.jspecify.annotations.NullMarked;
