@NullMarked
package org.forpost.hub;

import org.jspecify.annotations.NullMarked;
