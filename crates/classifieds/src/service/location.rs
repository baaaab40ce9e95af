//! Locations: added, edited, deleted, restored, shown.
