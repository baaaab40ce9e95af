//! What makes a location valid.
