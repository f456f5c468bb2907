import { describe } from "./describe.ts";
import { type Element, parseXml } from "./parse-xml.ts";
import { type Call, type S3Request, send } from "./send.ts";

/**
 * Sends a request whose answer is a document.
 *
 * @returns the document; null for one of the errors that were expected
 * @throws as `send` does; Error, to be retried, for an answer that is no document
 */
export async function ask(call: Call, request: S3Request): Promise<Element>;
export async function ask(call: Call, request: S3Request, expected: readonly string[]): Promise<Element | null>;
export async function ask(call: Call, request: S3Request, expected: readonly string[] = []): Promise<Element | null> {
  const { code, body } = await send(call, request, expected);
  if (code !== null) return null;
  try {
    return parseXml(body);
  } catch (error) {
    throw new Error(`${describe(call.server, request)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
