/** What a server is for decides how it is tuned. */
export interface ServerTuning {
  /** Commits survive a crash of the machine. Off only for servers that are thrown away, as in tests. */
  readonly durable: boolean;
  readonly maxConnections: number;
  /** In PostgreSQL's notation, such as `128MB`. */
  readonly sharedBuffers: string;
}

/**
 * Server settings as `name=value`, for `postgres -c`.
 *
 * On the command line rather than in postgresql.conf: a new version of the product changes them for old data
 * folders too, and what the user writes into the file still holds for everything not named here.
 */
export function serverSettings(port: number, tuning: ServerTuning): string[] {
  const onOff = tuning.durable ? "on" : "off";
  return [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    // A socket in /tmp would be open to every local account to try passwords on, and its path has a length limit.
    "unix_socket_directories=",
    "password_encryption=scram-sha-256",
    `max_connections=${tuning.maxConnections}`,
    `shared_buffers=${tuning.sharedBuffers}`,
    // Half of it is what an apply may lock of what it leads to, before it locks the graph of its organization instead.
    "max_locks_per_transaction=256",
    `fsync=${onOff}`,
    `synchronous_commit=${onOff}`,
    `full_page_writes=${onOff}`,
    // Fewer checkpoints: each one makes the following writes log whole pages.
    "max_wal_size=2GB",
    "checkpoint_timeout=15min",
    "wal_compression=on",
    // Data of a project fits into memory, and planning for a disk with seeks picks sequential scans.
    "random_page_cost=1.1",
    // Short statements only: compiling them takes longer than running them.
    "jit=off",
    // Queue tables turn over within seconds.
    "autovacuum_naptime=15s",
    "autovacuum_vacuum_scale_factor=0.05",
    // Let a role that makes roles use them too, as a superuser would: the users' server is administered by such a one.
    "createrole_self_grant=set,inherit",
    "idle_in_transaction_session_timeout=5min",
    "log_line_prefix=%m [%p] %d ",
    "log_checkpoints=off",
    "timezone=UTC",
    "log_timezone=UTC",
  ];
}
