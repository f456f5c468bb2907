/** Apart from the schemas, so that the program that runs a provider need not load zod for three numbers. */

/** Raised when a message changes so that an older peer would misread it. */
export const PROVIDER_PROTOCOL_VERSION = 1;

/** The bounds that `hello` announces. What exceeds `message_bytes` ends the process; more or longer log lines are cut. */
export const PROVIDER_PROTOCOL_LIMITS = {
  /** Of one line, its `\n` included, in either direction. */
  message_bytes: 8 * 1024 * 1024,
  /** Of one log message, and of its metadata as JSON; a longer message is cut, longer metadata dropped. */
  log_message_bytes: 8 * 1024,
  /** Of one call; further ones are dropped. */
  log_lines: 1_000,
};

/** Of one JSON Schema, as JSON. */
export const MAX_SCHEMA_BYTES = 64 * 1024;
