import { isEnvelope } from "../src/secrets/envelope.ts";
import type { SecretBox } from "../src/secrets/secret-box.ts";

let sealed = 0;

/** A box whose envelopes hide nothing, for tests. Like ciphertexts, no two of them are the same. */
export const plainBox: SecretBox = {
  seal: (value) => ({ $encrypted: `v1.plain.${++sealed}.${Buffer.from(JSON.stringify(value)).toString("base64url")}` }),
  open: (envelope) => JSON.parse(plainBox.openText(envelope)),
  openText: (envelope) => {
    const [, , , text = ""] = isEnvelope(envelope) ? envelope.$encrypted.split(".") : [];
    return Buffer.from(text, "base64url").toString();
  },
};
