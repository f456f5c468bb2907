import type { Pragma } from "@pragma/sdk";
import { usageError } from "../../errors/cli-error.ts";
import { explain } from "../../errors/explain.ts";
import { isHopeless } from "../../errors/is-hopeless.ts";
import { defineCommand } from "../../framework/command.ts";
import { oneLine } from "../../output/printable.ts";
import { TIMEOUT_OPTION, timeoutOf } from "../../resource/duration.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { sayOnInterrupt } from "../../session/say-on-interrupt.ts";
import type { Session } from "../../session/session.ts";

export const command = defineCommand({
  description: "What is absent already counts as gone. Of several, the others are deleted also where one cannot be.",
  args: { ids: { ...RESOURCE_ARGUMENT, many: true, optional: true } },
  options: {
    file: {
      type: "strings",
      short: "f",
      value: "file",
      description: "File, folder, pattern, or - for stdin, whose resources go, dependents first",
      complete: "file",
    },
    dependents: {
      type: "string",
      value: "what",
      choices: ["cascade", "detach"],
      description:
        "What becomes of those that depend on it: cascade deletes them first, detach leaves them the last values",
    },
    orphan: { type: "boolean", description: "Forget it without its provider; the real thing stays" },
    "no-wait": { type: "boolean", description: "Don't wait" },
    timeout: TIMEOUT_OPTION,
  },
  examples: [
    { does: "One", run: "pragma resources delete postgres/database/main" },
    { does: "With all that depends on it", run: "pragma resources delete pragma/secret/site --dependents cascade" },
    { does: "What files declare", run: "pragma resources delete -f shop.yaml" },
  ],
  async run({ args, options, session }) {
    const { dependents, orphan } = options;
    const ids = [...args.ids, ...(await idsIn(options.file, session))];
    if (ids.length === 0) throw usageError("Which resources?", "Name them, or the files that declare them with -f.");
    const client = await session.client();
    const { signal } = session.io;
    const wait = options["no-wait"] ? null : { timeout: timeoutOf(options.timeout), signal };
    const results: Result[] = [];
    // Each at once: of many, the last may go long after the first.
    const tell = (result: Result) => {
      results.push(result);
      if (session.globals.output === "table") session.print(lineOf(result));
    };
    const hints = new Set<string>();
    let failure = 0;
    for (const id of ids) {
      signal.throwIfAborted();
      try {
        const result = await sayOnInterrupt(
          session,
          () => `${id} may go on being deleted without this command; what follows it was left alone.`,
          () => deleteOne(client, id, { dependents, orphan: orphan || undefined, signal }, wait),
        );
        tell({ id, result, error: null });
      } catch (error) {
        const explanation = explain(error);
        if (explanation === null || isHopeless(error) || signal.aborted) throw error;
        failure ||= explanation.exitCode;
        tell({ id, result: "failed", error: explanation.message });
        if (explanation.hint !== undefined) hints.add(explanation.hint);
      }
    }
    if (session.globals.output !== "table") await session.emit(results, () => "");
    for (const hint of hints) session.note(hint);
    return failure;
  },
});

interface Result {
  id: string;
  result: string;
  error: string | null;
}

function lineOf({ id, result, error }: Result): string {
  return error === null ? `${id}: ${result}` : oneLine(error);
}

/** In an order in which each goes before what it depends on. */
async function idsIn(files: readonly string[], session: Session): Promise<string[]> {
  if (files.length === 0) return [];
  // Its help and its completion need no parser of YAML.
  const { readDocuments } = await import("../../manifest/read-manifests.ts");
  const { inOrder } = await import("../../manifest/order.ts");
  return inOrder(await readDocuments(files, false, session.io))
    .map(({ id }) => id)
    .reverse();
}

type Deletion = Parameters<Pragma["resources"]["delete"]>[1];
type Wait = Parameters<Pragma["resources"]["waitUntilGone"]>[1];

async function deleteOne({ resources }: Pragma, id: string, options: Deletion, wait: Wait | null): Promise<string> {
  // The answer to the deletion is the same, but a mistyped name was not deleted.
  const absent = await resources.status(id, { signal: options?.signal }).then(
    () => false,
    ({ name }: Error) => name === "NotFoundError",
  );
  if (absent) return "was not there";
  const left = await resources.delete(id, options);
  if (left === null) return "deleted";
  if (wait === null) return "deleting";
  await resources.waitUntilGone(id, wait);
  return "deleted";
}
