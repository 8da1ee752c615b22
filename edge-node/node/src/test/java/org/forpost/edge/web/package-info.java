@NullMarked
package org.forpost.edge.web;

import org.jspecify.annotations.NullMarked;
