import { refusedSource } from "../dependency-spec.ts";
import { StepFailure } from "../step-failure.ts";

/** @throws StepFailure when a dependency that a lock file lists cannot come from the registry. */
export function checkLocked(file: string, owner: string, dependencies: unknown): void {
  if (typeof dependencies !== "object" || dependencies === null) return;
  for (const [name, spec] of Object.entries(dependencies)) {
    const reason = refusedSource(spec);
    if (reason) throw refused(file, `${name}, which ${owner} depends on,`, reason);
  }
}

/** A StepFailure about one package of a lock file. */
export function refused(file: string, name: string, reason: string): StepFailure {
  return new StepFailure(`${file}: ${name} ${reason}. Providers are built from the registry's packages alone`);
}

/** @throws StepFailure when the text is not what `parse` reads, or is not an object. */
export function parseLock(file: string, text: string, parse: (text: string) => unknown): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new StepFailure(
      `${file} cannot be read: ${error instanceof Error ? error.message.split("\n", 1)[0] : error}`,
    );
  }
  if (!isRecord(value)) throw new StepFailure(`${file} cannot be read: it is not a lock file`);
  return value;
}

/** Whether a parsed value is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under a key, an empty one when there is none. */
export function recordAt(value: Record<string, unknown>, key: string): Record<string, unknown> {
  const inner = value[key];
  return isRecord(inner) ? inner : {};
}
