import type { Json } from "../json/json.ts";
import { mapJson } from "../json/map.ts";
import { isEnvelope } from "./envelope.ts";
import { ENVELOPE_TEXT } from "./mask.ts";
import type { SecretBox } from "./secret-box.ts";

/** The value with every envelope opened; the same value if it contains none. @throws DecryptionError */
export function revealJson(value: Json, box: SecretBox): Json {
  return mapJson(value, (item) => (isEnvelope(item) ? revealJson(box.open(item), box) : undefined));
}

/** `revealJson` for valid JSON text: an envelope contains JSON text itself. @throws DecryptionError */
export function revealJsonText(text: string, box: SecretBox): string {
  if (!text.includes('"$encrypted"')) return text;
  return text.replace(ENVELOPE_TEXT, (_, sealed: string) => revealJsonText(box.openText({ $encrypted: sealed }), box));
}
