/** Separate from the schemas, so that the program that runs a provider need not load zod for three numbers. */

/** Incremented when a message changes in a way that an older peer would misread. */
export const PROVIDER_PROTOCOL_VERSION = 1;

/** The limits that `hello` announces. A larger message ends the process; log lines are cut, or dropped in excess. */
export const PROVIDER_PROTOCOL_LIMITS = {
  /** Per line, including its `\n`, in either direction. */
  message_bytes: 8 * 1024 * 1024,
  /** Per log message, and for its metadata as JSON; a longer message is cut, longer metadata dropped. */
  log_message_bytes: 8 * 1024,
  /** Per call; further lines are dropped. */
  log_lines: 1_000,
};

/** Keys and values of a message, at any depth. A message that has more is not read, and ends the process. */
export const MAX_PROTOCOL_VALUES = 250_000;
/** Limit of a list or a map of a message: its lines, tags, types and so on. Values that are passed on have no such bound. */
export const MAX_PROTOCOL_ITEMS = 10_000;
/** Characters of what identifies something, and of a time. */
export const MAX_PROTOCOL_NAME = 1_024;

/** Per JSON Schema, as JSON. */
export const MAX_SCHEMA_BYTES = 64 * 1024;
