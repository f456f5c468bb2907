import { closeSync, openSync, readSync } from "node:fs";

const SUFFIX = "_FILE";

/** More than any secret has; a path may lead to something without an end. */
const MOST_BYTES = 64 * 1024;

/**
 * The environment, with the content of the file that `X_FILE` names for each variable X that is wanted: so containers hand
 * over secrets, which an environment would show to whoever may inspect it. Line breaks at the end are not part of a value. A
 * variable set to nothing is one that is not set; a file has to hold something, of 64 KiB at most.
 *
 * @throws Error with one line a fault, for the operator to read
 */
export function withSecretFiles(names: readonly string[], source: NodeJS.ProcessEnv): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) if (value) set[name] = value;
  const faults: string[] = [];
  for (const name of names) {
    const path = set[`${name}${SUFFIX}`];
    if (path === undefined) continue;
    if (set[name] !== undefined) {
      faults.push(`${name}: is set, and so is ${name}${SUFFIX}: set one of them`);
      continue;
    }
    const read = readSecret(path);
    if ("text" in read) set[name] = read.text;
    else faults.push(`${name}${SUFFIX}: ${path} ${read.fault}`);
  }
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return set;
}

/** @returns its text, or what is wrong with it, in words that do not show it */
function readSecret(path: string): { text: string } | { fault: string } {
  let bytes: Buffer;
  try {
    bytes = readStart(path);
  } catch (error) {
    return { fault: `cannot be read: ${error instanceof Error ? error.message : error}` };
  }
  if (bytes.length > MOST_BYTES) return { fault: `is larger than ${MOST_BYTES} bytes` };
  const text = textOf(bytes);
  // Another secret than the one that was meant would be found out late, if at all.
  if (text === undefined || text.includes("\0")) return { fault: "must be text in UTF-8" };
  const value = withoutLineBreaks(text);
  // Taken for a secret that is not wanted, it could leave a program open to all.
  return value === "" ? { fault: "is empty" } : { text: value };
}

/** Reads a byte more than a secret may have at most. */
function readStart(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(MOST_BYTES + 1);
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(file, bytes, length, bytes.length - length, null);
      if (count === 0) break;
      length += count;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** Without the mark that some editors put at the beginning; undefined if it is not UTF-8. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Without those at its end. */
function withoutLineBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n" || text[end - 1] === "\r") end--;
  return text.slice(0, end);
}
