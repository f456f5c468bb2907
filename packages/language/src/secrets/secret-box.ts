import type { Json } from "../json/json.ts";
import type { Envelope } from "./envelope.ts";

/** Seals and opens sensitive values. Whoever holds the keys makes it; this package only asks. */
export type SecretBox = {
  seal(value: Json): Envelope;
  /** @throws whatever the box does for a value that it cannot open */
  open(envelope: Envelope): Json;
  /** The value's JSON text. @throws as `open` does */
  openText(envelope: Envelope): string;
};
