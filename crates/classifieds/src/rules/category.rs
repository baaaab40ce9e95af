//! What makes a tree of categories valid.
