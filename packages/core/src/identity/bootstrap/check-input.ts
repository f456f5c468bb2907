import { emailSchema, MAX_PASSWORD_BYTES } from "@pragma/contract";
import { looksLikeSession } from "../access/session-caller.ts";

/** The input of an unattended install, from the environment. */
export interface BootstrapInput {
  /** `PRAGMA_ADMIN_EMAIL` */
  adminEmail?: string | undefined;
  /** `PRAGMA_ADMIN_PASSWORD` */
  adminPassword?: string | undefined;
  /** `PRAGMA_BOOTSTRAP_TOKEN` */
  bootstrapToken?: string | undefined;
}

/** The environment's input cannot be used. The message is for the operator, and contains no secret. */
export class BootstrapError extends Error {
  override name = "BootstrapError";
}

export interface CheckedInput {
  account: { email: string; password: string } | undefined;
  token: string | undefined;
}

/** Less strict than the forms: a password that an operator has set must keep working. */
const MIN_PASSWORD = 8;
const MIN_TOKEN = 32;
const MAX_TOKEN = 1024;
/** Random text of 32 characters has more distinct ones; a repeated word has fewer. */
const MIN_DISTINCT = 8;

/** @returns undefined if nothing is requested. @throws BootstrapError */
export function checkBootstrapInput(input: BootstrapInput): CheckedInput | undefined {
  const { adminEmail, adminPassword, bootstrapToken } = input;
  if (!adminEmail && !adminPassword && !bootstrapToken) return undefined;
  if (bootstrapToken) checkToken(bootstrapToken);
  return { account: checkAccount(adminEmail, adminPassword), token: bootstrapToken || undefined };
}

function checkAccount(adminEmail: string | undefined, adminPassword: string | undefined): CheckedInput["account"] {
  if (!adminEmail && !adminPassword) return undefined;
  if (!adminEmail) throw new BootstrapError("PRAGMA_ADMIN_EMAIL is missing: PRAGMA_ADMIN_PASSWORD belongs to it");
  if (!adminPassword) throw new BootstrapError("PRAGMA_ADMIN_PASSWORD is missing: PRAGMA_ADMIN_EMAIL needs one");
  const email = emailSchema.safeParse(adminEmail);
  if (!email.success) throw new BootstrapError("PRAGMA_ADMIN_EMAIL is not an email address");
  if ([...adminPassword].length < MIN_PASSWORD || Buffer.byteLength(adminPassword) > MAX_PASSWORD_BYTES) {
    throw new BootstrapError(
      `PRAGMA_ADMIN_PASSWORD must have at least ${MIN_PASSWORD} characters and at most ${MAX_PASSWORD_BYTES} bytes`,
    );
  }
  return { email: email.data, password: adminPassword };
}

function checkToken(token: string): void {
  if (token.length < MIN_TOKEN || new Set(token).size < MIN_DISTINCT) {
    throw new BootstrapError(
      `PRAGMA_BOOTSTRAP_TOKEN is too weak: use at least ${MIN_TOKEN} random characters, such as the output of \`openssl rand -hex 32\``,
    );
  }
  if (token.length > MAX_TOKEN || !/^[\x21-\x7e]+$/.test(token)) {
    throw new BootstrapError(
      `PRAGMA_BOOTSTRAP_TOKEN must be at most ${MAX_TOKEN} visible ASCII characters, without spaces`,
    );
  }
  if (looksLikeSession(token)) throw new BootstrapError("PRAGMA_BOOTSTRAP_TOKEN must not have the form of a JWT");
}
