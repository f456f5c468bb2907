import { ENVELOPE_TEXT, revealJsonText } from "@pragma/language";
import type { Keyring } from "./keyring.ts";
import { DecryptionError } from "./keyring.ts";

/** An envelope that no key opens. */
export interface UnopenedEnvelope {
  keyId: string;
  /** Without anything of the value. */
  reason: string;
}

export interface Resealed {
  /** The JSON text with the envelopes under the first key; all else in it is as it was, to the byte. */
  text: string;
  /** How many envelopes changed. */
  sealed: number;
  /** Left as they are. */
  unopened: UnopenedEnvelope[];
}

/** Seals the envelopes in valid JSON text again that are not under the first key. Those that are, are not opened. */
export function resealJsonText(text: string, keyring: Keyring, organizationId: string): Resealed {
  const box = keyring.box(organizationId);
  const unopened: UnopenedEnvelope[] = [];
  let sealed = 0;
  const resealed = text.replace(ENVELOPE_TEXT, (whole, content: string) => {
    if (keyring.isCurrent({ $encrypted: content })) return whole;
    try {
      // As in `sealPaths`, no envelope holds another: an inner one would be out of sight.
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
