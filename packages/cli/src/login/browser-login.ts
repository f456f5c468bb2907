import { createHash, randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { CliError, usageError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";
import type { Io } from "../io/io.ts";
import { makeClient, type Session } from "../session/session.ts";
import { callbackAddress, listenForAnswer } from "./callback-server.ts";
import type { LoginTarget } from "./login-target.ts";
import { openBrowser } from "./open-browser.ts";
import { type Answer, readAnswer } from "./read-answer.ts";

export interface BrowserLoginOptions {
  /** Open one; otherwise only print the address, and accept a pasted answer. */
  browser: boolean;
  /** The requested scopes. */
  scopes: readonly string[];
  /** The organization's id, or its name in addresses; by default the dashboard suggests one. */
  organization: string | undefined;
}

/** The lifetime of the dashboard's code. */
const PATIENCE_MS = 600_000;

/**
 * Lets the dashboard ask the user for consent, and exchanges the code that it returns. The code alone is useless: the
 * verifier never leaves this process.
 *
 * @returns the token
 * @throws CliError if the user denies, takes too long, or the dashboard is not known
 */
export async function browserLogin(
  session: Session,
  target: LoginTarget,
  options: BrowserLoginOptions,
): Promise<string> {
  const { authUrl, apiUrl } = target;
  if (authUrl === null)
    throw usageError(`The address of the dashboard of ${apiUrl} is not known`, "Set it with --dashboard-url.");
  const state = randomBytes(24).toString("base64url");
  const verifier = randomBytes(48).toString("base64url");
  const ours = (answer: Answer) => answer.state === state;
  const server = await listenForAnswer(callbackAddress(session.io.env), ours);
  try {
    const url = consentUrl(authUrl, { callback: server.url, state, verifier, ...options });
    const pasted = await invite(session, url, options);
    const answer = await first([server.answer, ...pasted], session.io.signal);
    if (answer.state !== null && !ours(answer))
      throw new CliError("That address belongs to another login", { exitCode: EXIT.auth });
    if (answer.error !== null || answer.code === null)
      throw new CliError("The login was denied", { exitCode: EXIT.auth });
    return await exchange(apiUrl, answer.code, verifier);
  } finally {
    server.close();
  }
}

function consentUrl(
  authUrl: string,
  asked: { callback: string; state: string; verifier: string } & Pick<BrowserLoginOptions, "scopes" | "organization">,
): string {
  const url = new URL(`${authUrl.replace(/\/+$/, "")}/auth/callback`);
  url.searchParams.set("callback", asked.callback);
  url.searchParams.set("state", asked.state);
  url.searchParams.set("code_challenge", createHash("sha256").update(asked.verifier).digest("base64url"));
  url.searchParams.set("code_challenge_method", "S256");
  // RFC 6749, 3.3.
  url.searchParams.set("scope", asked.scopes.join(" "));
  if (asked.organization !== undefined) url.searchParams.set("organization", asked.organization);
  return url.href;
}

/** Prints instructions. @returns the pasted answer, if one is expected */
async function invite(session: Session, url: string, { browser }: BrowserLoginOptions): Promise<Promise<Answer>[]> {
  if (browser && (await openBrowser(url, session.io.env))) {
    session.note(`Your browser asks you for consent. If it does not, open:\n\n  ${url}\n`);
    return [];
  }
  session.note(`Open this address in a browser:\n\n  ${url}\n`);
  session.note("If that is on another machine, it ends at an address on localhost that does not load: paste it here.");
  return [pastedLine(session.io)];
}

/** The first non-empty line. At the end of stdin only the browser can answer. */
function pastedLine({ stdin }: Io): Promise<Answer> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stdin });
    lines.on("line", (line) => {
      const answer = readAnswer(line);
      if (answer === null) return;
      lines.close();
      resolve(answer);
    });
  });
}

async function first(answers: Promise<Answer>[], signal: AbortSignal): Promise<Answer> {
  const over = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new CliError("Nobody logged in in time", { exitCode: EXIT.timeout })),
      PATIENCE_MS,
    );
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    over.signal.addEventListener("abort", () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    });
  });
  try {
    return await Promise.race([...answers, ended]);
  } finally {
    over.abort();
  }
}

async function exchange(apiUrl: string, code: string, verifier: string): Promise<string> {
  const { tokens } = await makeClient(apiUrl);
  const { token } = await tokens.exchange({ code, code_verifier: verifier }).catch((error: Error) => {
    if (!/^(BadRequestError|ValidationError)$/.test(error.name)) throw error;
    throw new CliError("The code is not valid, was used already, or is too old", { exitCode: EXIT.auth });
  });
  return token;
}
