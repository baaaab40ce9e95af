//! Categories: added, edited, moved, deleted, restored, shown.
