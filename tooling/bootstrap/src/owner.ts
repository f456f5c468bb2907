import { randomBytes } from "node:crypto";
import type { Configuration } from "./configuration.ts";
import type { StateFolder } from "./state-folder.ts";

/** The first account and its first token. */
export interface Owner {
  readonly email: string;
  readonly password: string;
  readonly token: string;
  /** File of the password, when it was made here. */
  readonly passwordFile: string | null;
  /** File of the token, when it was made here. */
  readonly tokenFile: string | null;
}

const DEFAULT_EMAIL = "owner@pragma.local";

/** What the environment gives, and for the rest what was made at the first start and kept. */
export async function resolveOwner(configuration: Configuration, state: StateFolder): Promise<Owner> {
  const { adminEmail, adminPassword, bootstrapToken } = configuration;
  return {
    email: adminEmail ?? DEFAULT_EMAIL,
    password: adminPassword ?? (await state.secret("owner-password", () => randomBytes(18).toString("base64url"))),
    token:
      bootstrapToken ?? (await state.secret("owner-token", () => `pragma_${randomBytes(32).toString("base64url")}`)),
    passwordFile: adminPassword === null ? state.file("owner-password") : null,
    tokenFile: bootstrapToken === null ? state.file("owner-token") : null,
  };
}
