export { collectSecrets, MIN_SECRET_LENGTH } from "./collect.ts";
export { DecryptionError, Keyring, KeyringError } from "./keyring.ts";
export { createRedactor, type Redactor, redactJson, redactText } from "./redact.ts";
export { type Resealed, resealJsonText, type UnopenedEnvelope } from "./reseal.ts";
export { taintedPaths } from "./tainted-paths.ts";
export { ToldSecrets } from "./told-secrets.ts";
