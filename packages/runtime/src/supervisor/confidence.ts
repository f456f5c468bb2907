import type { Json } from "@pragma/contract";

/**
 * The secrets that one process was given, in any of its calls. They are redacted from everything the process says,
 * since it may reveal in one call what it was given in another.
 */
export interface Confidence {
  learn(secrets: readonly string[]): void;
  redact(text: string): string;
  redactJson(value: Json): Json;
  /** It is full. The process is then replaced by a fresh one. */
  readonly isFull: boolean;
}

/** For processes that get no secrets. */
export const NOTHING_TOLD: Confidence = {
  learn: () => {},
  redact: (text) => text,
  redactJson: (value) => value,
  isFull: false,
};
