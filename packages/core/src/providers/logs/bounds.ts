import type { LogEntry } from "@pragma/contract";
import type { NewLog } from "@pragma/db/queries";
import { storableJson, storableText } from "../../foundation/common/storable-text.ts";

/** Longer messages are cut, larger metadata is left out. */
const MAX_MESSAGE_CHARACTERS = 16_384;
const MAX_METADATA_CHARACTERS = 16_384;

/** A line in the form that the database can store: within bounds, without what PostgreSQL's text and jsonb refuse. */
export function boundLog(entry: LogEntry): NewLog {
  return {
    timestamp: entry.timestamp,
    level: entry.level,
    message: cut(storableText(entry.message)),
    metadata: entry.metadata === null ? null : boundMetadata(entry.metadata),
  };
}

function cut(message: string): string {
  if (message.length <= MAX_MESSAGE_CHARACTERS) return message;
  // Does not cut a surrogate pair in half.
  return `${message.slice(0, MAX_MESSAGE_CHARACTERS - 1).toWellFormed()}…`;
}

function boundMetadata(metadata: object): string {
  const text = storableJson(metadata);
  return text.length > MAX_METADATA_CHARACTERS ? '{"truncated":true}' : text;
}
