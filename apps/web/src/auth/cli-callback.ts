import { LOOPBACK_NAMES } from "@pragma/contract";

/** Where a CLI waits for the result of its login. */
export interface CliCallback {
  readonly url: URL;
  readonly port: string;
}

/**
 * The callback of a CLI's login: plain http on this machine's own names, without user information or fragment. It
 * receives a login code or a token, so any other address is refused.
 *
 * @returns null for an address that must not be followed
 */
export function parseCliCallback(text: string | null | undefined): CliCallback | null {
  if (text == null || text.length > 2000 || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "http:" || !LOOPBACK_NAMES.has(url.hostname)) return null;
  // The parser drops an empty user or fragment; how other readers take the text is unknown.
  if (url.username !== "" || url.password !== "" || text.includes("@") || text.includes("#")) return null;
  return { url, port: url.port === "" ? "80" : url.port };
}
