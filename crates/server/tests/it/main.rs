//! Every test that needs more than one crate, in one binary: one link, and all of them run at once.
//!
//! A test is a sentence, gets a database of its own, and turns the clock instead of waiting. What should hold on both
//! engines is declared with [`testkit::both_engines!`] and runs as `name::sqlite` and `name::postgres`.
#![cfg(test)]

mod accounts;
mod assessment_bank;
mod assessment_costs;
mod assessment_demo;
mod assessment_import;
mod assessment_keys;
mod assessment_marked;
mod assessment_marking;
mod assessment_media;
mod assessment_people;
mod assessment_planning;
mod assessment_roles;
mod assessment_seed;
mod assessment_sessions;
mod assessment_sittings;
mod assessment_support;
mod binary;
mod classifieds_files;
mod classifieds_images;
mod classifieds_listing_lists;
mod classifieds_listings;
mod classifieds_lists;
mod classifieds_places;
mod classifieds_removal;
mod classifieds_samples;
mod classifieds_shop;
mod classifieds_storm;
mod classifieds_support;
mod classifieds_tree;
mod conversations_flows;
mod conversations_live;
mod conversations_races;
mod conversations_seed;
mod conversations_support;
mod db;
mod described;
mod events;
mod files;
mod first_pages;
mod idempotency;
mod idle_jobs;
mod openapi;
mod openapi_plain;
mod origins;
mod postman;
mod schema;
mod services_roles;
mod sessions;
mod spoken_as_asked;
mod support;
mod trackmate_attacks;
mod trackmate_catalogue;
mod trackmate_clients;
mod trackmate_compat;
mod trackmate_flows;
mod trackmate_hostile;
mod trackmate_parts;
mod trackmate_pictures;
mod trackmate_repeats;
mod trackmate_seed;
mod trackmate_support;
mod versions;
