//! Documents that office programs wrote.
