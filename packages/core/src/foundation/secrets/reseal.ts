import { ENVELOPE_TEXT, revealJsonText } from "@pragma/language";
import type { Keyring } from "./keyring.ts";
import { DecryptionError } from "./keyring.ts";

/** An envelope that no key can open. */
export interface UnopenedEnvelope {
  keyId: string;
  /** Contains nothing of the value. */
  reason: string;
}

export interface Resealed {
  /** The JSON text with the envelopes under the first key; the rest is unchanged to the byte. */
  text: string;
  /** How many envelopes changed. */
  sealed: number;
  /** Left as they are. */
  unopened: UnopenedEnvelope[];
}

/** Reseals the envelopes in valid JSON text that are not under the first key. The others are not opened. */
export function resealJsonText(text: string, keyring: Keyring, organizationId: string): Resealed {
  const box = keyring.box(organizationId);
  const unopened: UnopenedEnvelope[] = [];
  let sealed = 0;
  const resealed = text.replace(ENVELOPE_TEXT, (whole, content: string) => {
    if (keyring.isCurrent({ $encrypted: content })) return whole;
    try {
      // As in `sealPaths`, no envelope contains another: an inner one would be hidden.
      const envelope = keyring.encryptText(revealJsonText(whole, box), organizationId);
      sealed++;
      return JSON.stringify(envelope);
    } catch (error) {
      if (!(error instanceof DecryptionError)) throw error;
      unopened.push({ keyId: content.split(".")[1] ?? "", reason: error.message });
      return whole;
    }
  });
  return { text: resealed, sealed, unopened };
}
