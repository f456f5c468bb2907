import { randomBytes } from "node:crypto";
import type { Configuration } from "./configuration.ts";
import type { StateFolder } from "./state-folder.ts";

/** How the first account comes to be, and its first token. */
export interface Owner {
  /** From the environment; null where the account is made in the dashboard. */
  readonly account: { readonly email: string; readonly password: string } | null;
  /** Lets whoever has it make the first account in the dashboard, once. */
  readonly setupCode: string;
  readonly token: string;
  /** File of the token, when it was made here. */
  readonly tokenFile: string | null;
}

/** 32 signs that nobody mistakes for one another. */
const SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** Takes what the environment gives, and for the rest what was made at the first start and kept. */
export async function resolveOwner(configuration: Configuration, state: StateFolder): Promise<Owner> {
  const { adminEmail, adminPassword, bootstrapToken, setupCode } = configuration;
  return {
    account: adminEmail !== null && adminPassword !== null ? { email: adminEmail, password: adminPassword } : null,
    setupCode: setupCode ?? (await state.secret("setup-code", newSetupCode)),
    token:
      bootstrapToken ?? (await state.secret("owner-token", () => `pragma_${randomBytes(32).toString("base64url")}`)),
    tokenFile: bootstrapToken === null ? state.file("owner-token") : null,
  };
}

/** 80 random bits in groups that can be read out and typed. */
function newSetupCode(): string {
  const signs = [...randomBytes(GROUPS * GROUP_LENGTH)].map((byte) => SIGNS[byte % SIGNS.length]).join("");
  return (signs.match(new RegExp(`.{${GROUP_LENGTH}}`, "g")) ?? []).join("-");
}
