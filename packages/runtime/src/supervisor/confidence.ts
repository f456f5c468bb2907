import type { Json } from "@pragma/contract";

/**
 * What one process was told in confidence, by any of its calls. It is redacted from whatever the process says: it may say
 * in one call what it was told in another.
 */
export interface Confidence {
  learn(secrets: readonly string[]): void;
  redact(text: string): string;
  redactJson(value: Json): Json;
  /** It holds as much as it may. The process is then replaced by one that knows nothing yet. */
  readonly isFull: boolean;
}

/** For processes that are told nothing in confidence. */
export const NOTHING_TOLD: Confidence = {
  learn: () => {},
  redact: (text) => text,
  redactJson: (value) => value,
  isFull: false,
};
