import type { ArgumentSpec } from "../framework/command.ts";

/** The argument that names a provider. */
export const PROVIDER_ARGUMENT = {
  value: "provider",
  description: "Name of the provider",
  complete: "provider",
} as const satisfies ArgumentSpec;
