export { collectSecrets } from "./collect.ts";
export { DecryptionError, Keyring } from "./keyring.ts";
export { createRedactor, redactJson, redactText } from "./redact.ts";
export { RedactedValues } from "./redacted-values.ts";
export { resealJsonText } from "./reseal.ts";
export { taintedPaths } from "./tainted-paths.ts";
