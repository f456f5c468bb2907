import type { Message } from "esbuild";
import { StepFailure } from "./step-failure.ts";

const SHOWN = 10;

/** Turns an esbuild error into a StepFailure that points into the author's files; returns anything else unchanged. */
export function describeFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !("errors" in error) || !Array.isArray(error.errors)) return error;
  const messages: Message[] = error.errors;
  const lines = messages.slice(0, SHOWN).map(describe);
  if (messages.length > SHOWN) lines.push(`… and ${messages.length - SHOWN} more`);
  return new StepFailure(`The source cannot be bundled: ${lines.join("\n")}`);
}

function describe({ text, location }: Message): string {
  const where = location ? `${location.file.replace(/^\.\.\//, "")}:${location.line}:${location.column + 1}: ` : "";
  return `${where}${explain(text)}`;
}

function explain(text: string): string {
  if (/^No loader is configured for "\.node" files/.test(text)) {
    return `${text}. Native add-ons cannot be bundled: use a package that is JavaScript or WebAssembly`;
  }
  const missing = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
  if (missing === undefined) return text;
  return missing.startsWith(".") || missing.startsWith("/")
    ? `${text}: there is no such file in the archive`
    : `${text}: list its package in "dependencies" of package.json`;
}
