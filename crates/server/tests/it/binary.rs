//! The program as people meet it: a process with a command line, sockets, signals and a folder on a disk.
//!
//! What can be tested in process is tested there. Here is what only a process shows: that it survives being killed, ends
//! as it should, bears clients that mean no good, and says the right thing on the command line.
//!
//! Every wait has a limit, and every process that a test starts ends with the test.

mod cluster;
mod command_line;
mod crash;
mod doctor;
mod failover;
mod first_run;
mod full_disk;
mod http;
mod live_admin;
mod mail;
mod metrics;
mod plain_http;
mod postgres_refusals;
mod process;
mod proxies;
mod readme;
mod slow_clients;
mod stop;
mod storage;
mod wire;
