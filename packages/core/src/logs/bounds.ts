import type { LogEntry } from "@pragma/contract";
import type { NewLog } from "@pragma/db/queries";

/** Longer messages are cut, larger metadata is left out. */
export const MAX_MESSAGE_CHARACTERS = 16_384;
const MAX_METADATA_CHARACTERS = 16_384;

/** A line as the database can hold it: within bounds, without what PostgreSQL's text and jsonb refuse. */
export function boundLog(entry: LogEntry): NewLog {
  return {
    timestamp: entry.timestamp,
    level: entry.level,
    message: cut(storable(entry.message)),
    metadata: entry.metadata === null ? null : boundMetadata(entry.metadata),
  };
}

function cut(message: string): string {
  if (message.length <= MAX_MESSAGE_CHARACTERS) return message;
  // Not through the middle of a surrogate pair.
  return `${message.slice(0, MAX_MESSAGE_CHARACTERS - 1).toWellFormed()}…`;
}

function boundMetadata(metadata: object): string {
  const text = JSON.stringify(metadata, (_, value: unknown) => (typeof value === "string" ? storable(value) : value));
  if (text.length > MAX_METADATA_CHARACTERS) return '{"truncated":true}';
  // Keys of the object may hold what values no longer do.
  return text.includes("\\u0000") || /\\ud[89a-f]/i.test(text) ? '{"truncated":true}' : text;
}

/** NUL fits in no text of PostgreSQL, a lone surrogate in no UTF-8. */
function storable(text: string): string {
  return text.replaceAll("\0", "\ufffd").toWellFormed();
}
