import { type Deletion, deleteAll, tellDeletion } from "../../delete/delete-all.ts";
import { usageError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-codes.ts";
import { worstExitCode } from "../../errors/worst-exit-code.ts";
import { defineCommand } from "../../framework/command.ts";
import { WAIT_OPTIONS, waitTimesOf } from "../../resource/duration.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import type { Session } from "../../session/session.ts";

export const command = defineCommand({
  description: `Resources that do not exist count as deleted. If one of several cannot be deleted, the others still are. With --dependents
cascade the plan is shown. On a terminal you are asked before more is deleted than you named; elsewhere that needs --yes.`,
  args: { ids: { ...RESOURCE_ARGUMENT, many: true, optional: true } },
  options: {
    file: {
      type: "strings",
      short: "f",
      value: "file",
      description: "File, folder, pattern, or - for stdin, whose resources are deleted",
      complete: "file",
    },
    dependents: {
      type: "string",
      value: "what",
      choices: ["cascade", "detach"],
      description: "What happens to its dependents: cascade deletes them first, detach leaves them the last values",
    },
    orphan: { type: "boolean", description: "Forget it without its provider; the real thing stays" },
    yes: { type: "boolean", short: "y", description: "Don't ask" },
    "no-wait": { type: "boolean", description: "Don't wait" },
    ...WAIT_OPTIONS,
  },
  examples: [
    { does: "One", run: "pragma resources delete postgres/database/main" },
    { does: "With all that depends on it", run: "pragma resources delete pragma/secret/site --dependents cascade" },
    { does: "In a script", run: "pragma resources delete pragma/secret/site --dependents cascade --yes" },
    { does: "What files declare", run: "pragma resources delete -f shop.yaml" },
  ],
  async run({ args, options, session }) {
    const { dependents, orphan } = options;
    const ids = [...args.ids, ...(await idsIn(options.file, session))];
    if (ids.length === 0) throw usageError("Which resources?", "Name them, or the files that declare them with -f.");
    const { "no-wait": noWait, yes } = options;
    const inWords = session.globals.output === "table";
    const rest = { wait: !noWait, ...waitTimesOf(options) };
    const tell = (deletion: Deletion) => inWords && tellDeletion(session, deletion);
    let deletions: Deletion[];
    if (dependents === "cascade") {
      const { deleteCascading } = await import("../../delete/delete-cascading.ts");
      const done = await deleteCascading(session, ids, { ...rest, orphan, yes });
      if (done === null) return EXIT.failed;
      deletions = done;
      for (const deletion of deletions) tell(deletion);
    } else {
      // Report each at once: with many, the last may be deleted long after the first.
      deletions = await deleteAll(session, ids, { ...rest, dependents, orphan: orphan || undefined, onDeletion: tell });
    }
    const results = deletions.map(({ id, result, error }) => ({ id, result, error }));
    if (!inWords) await session.emit(results, () => "");
    for (const hint of new Set(deletions.flatMap(({ hint = [] }) => hint))) session.note(hint);
    return worstExitCode(deletions.map(({ exitCode }) => exitCode));
  },
});

async function idsIn(files: readonly string[], session: Session): Promise<string[]> {
  if (files.length === 0) return [];
  // Its help and its completion need no parser of YAML.
  const { readDocuments } = await import("../../manifest/read-manifests.ts");
  return (await readDocuments(files, { draft: false }, session.io)).map(({ id }) => id);
}
