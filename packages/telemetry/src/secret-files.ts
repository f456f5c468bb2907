import { readFileSync } from "node:fs";

const SUFFIX = "_FILE";

/**
 * The environment, with the content of the file that `X_FILE` names for each variable X that is wanted: so containers hand
 * over secrets, which an environment would show to whoever may inspect it. Line breaks at the end are not part of a value,
 * and a variable set to nothing is one that is not set.
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
    try {
      const content = withoutLineBreaks(readFileSync(path, "utf8"));
      if (content !== "") set[name] = content;
    } catch (error) {
      faults.push(`${name}${SUFFIX}: ${path} cannot be read: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return set;
}

/** Without those at its end. */
function withoutLineBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n" || text[end - 1] === "\r") end--;
  return text.slice(0, end);
}
