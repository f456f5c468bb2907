/** Tuning that depends on the purpose of a server. */
export interface ServerTuning {
  /** Commits survive a crash of the machine. Off only for throw-away servers, as in tests. */
  readonly durable: boolean;
  readonly maxConnections: number;
  /** In PostgreSQL's notation, such as `128MB`. */
  readonly sharedBuffers: string;
}

/**
 * Server settings as `name=value`, for `postgres -c`.
 *
 * On the command line rather than in postgresql.conf: a new version of the product changes them for old data folders
 * too, and the user's own settings in the file still apply to everything not named here.
 */
export function serverSettings(port: number, tuning: ServerTuning): string[] {
  const onOff = tuning.durable ? "on" : "off";
  return [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    // Any local account could try passwords on a socket in /tmp, and its path has a length limit.
    "unix_socket_directories=",
    "password_encryption=scram-sha-256",
    `max_connections=${tuning.maxConnections}`,
    `shared_buffers=${tuning.sharedBuffers}`,
    // An apply may lock half as many targets before it locks the graph of its organization instead.
    "max_locks_per_transaction=256",
    `fsync=${onOff}`,
    `synchronous_commit=${onOff}`,
    `full_page_writes=${onOff}`,
    // Fewer checkpoints: each one makes the following writes log whole pages.
    "max_wal_size=2GB",
    "checkpoint_timeout=15min",
    "wal_compression=on",
    // A project's data fits into memory; planning for a disk with seeks would favour sequential scans.
    "random_page_cost=1.1",
    // Statements are short: compiling them takes longer than running them.
    "jit=off",
    // Queue tables turn over within seconds.
    "autovacuum_naptime=15s",
    "autovacuum_vacuum_scale_factor=0.05",
    // Lets a role that creates roles use them, like a superuser: such a role administers the users' server.
    "createrole_self_grant=set,inherit",
    "idle_in_transaction_session_timeout=5min",
    "log_line_prefix=%m [%p] %d ",
    "log_checkpoints=off",
    "timezone=UTC",
    "log_timezone=UTC",
  ];
}
