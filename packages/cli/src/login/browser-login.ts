import { CliError } from "../errors/cli-error.ts";
import type { Session } from "../session/session.ts";
import type { LoginTarget } from "./login-target.ts";

export interface BrowserLoginOptions {
  /** Open one, instead of printing the address. */
  browser: boolean;
}

export async function browserLogin(_: Session, target: LoginTarget, __: BrowserLoginOptions): Promise<string> {
  throw new CliError(`Log in to ${target.apiUrl} with --token-stdin`);
}
