@NullMarked
package org.forpost.edge.config;

import org.jspecify.annotations.NullMarked;
