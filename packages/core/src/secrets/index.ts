export { collectSecrets, MIN_SECRET_LENGTH } from "./collect.ts";
export { sealedDiff, sealedEqual } from "./compare.ts";
export { containsEnvelope, containsForgedEnvelope, type Envelope, findForgedEnvelope, isEnvelope } from "./envelope.ts";
export { DecryptionError, Keyring, KeyringError, type SecretBox } from "./keyring.ts";
export { containsMask, MASK, maskJson, maskJsonText } from "./mask.ts";
export { createRedactor, type Redactor, redactJson, redactText } from "./redact.ts";
export { restoreMasked } from "./restore-masked.ts";
export { revealJson, revealJsonText } from "./reveal.ts";
export { sealPaths } from "./seal.ts";
