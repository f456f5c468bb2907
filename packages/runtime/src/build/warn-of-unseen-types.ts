import type { ProviderDescription } from "@pragma/contract/provider-protocol";

/** Warnings about types whose things nobody can look at: drift goes unnoticed, and a lost create is repeated blindly. */
export function warnOfUnseenTypes({ types }: ProviderDescription): string[] {
  return Object.entries(types)
    .filter(([, { methods, real }]) => real !== false && !methods.includes("read") && !methods.includes("observe"))
    .map(
      ([type]) =>
        `Warning: ${type}: it has neither read nor observe, so nobody notices when its things change or go. If there is no thing outside of the platform, say real: false`,
    );
}
