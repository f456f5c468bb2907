import type { Json } from "../json/json.ts";
import type { Envelope } from "./envelope.ts";

/** Seals and opens sensitive values. The holder of the keys implements it; this package only uses it. */
export type SecretBox = {
  seal(value: Json): Envelope;
  /** @throws whatever the implementation throws for a value that it cannot open */
  open(envelope: Envelope): Json;
  /** The value's JSON text. @throws as `open` does */
  openText(envelope: Envelope): string;
};
