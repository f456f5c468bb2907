import { usageError } from "../../errors/cli-error.ts";
import { defineCommand } from "../../framework/command.ts";
import { TIMEOUT_OPTION, timeoutOf } from "../../resource/duration.ts";

export const command = defineCommand({
  description: `Files are YAML, several documents each, or JSON. All are held against the schemas of the deployed types before
anything is sent. A text @path in a config is what that file holds, which must be in the manifest's folder; @@ is a
plain @. Applying the same again changes nothing.`,
  options: {
    file: {
      type: "strings",
      short: "f",
      value: "file",
      description: "File, folder, pattern, or - for stdin",
      complete: "file",
    },
    "dry-run": { type: "boolean", description: "Only say what would be created and changed; nothing is sent" },
    prune: {
      type: "string",
      value: "tag",
      description: "Afterwards delete what has this tag and is not declared in the files, dependents first",
    },
    draft: { type: "boolean", description: "Only store; nothing is processed" },
    "no-wait": { type: "boolean", description: "Don't wait until all are ready" },
    timeout: TIMEOUT_OPTION,
  },
  examples: [
    { does: "A file", run: "pragma resources apply -f shop.yaml" },
    { does: "What would it change?", run: "pragma resources apply -f shop.yaml --dry-run" },
    { does: "All of a folder, and nothing else that has its tag", run: "pragma resources apply -f shop --prune shop" },
    { does: "A folder and a pattern", run: "pragma resources apply -f base -f 'teams/*/prod.yaml'" },
    {
      does: "From another program",
      run: "pragma resources list --tag shop -o json | pragma resources apply -f - --context staging",
    },
  ],
  async run({ options, session }) {
    if (options.file.length === 0) throw usageError("-f is missing", "Such as -f shop.yaml, or -f - for stdin.");
    const { file: files, draft, timeout, prune } = options;
    if (prune !== undefined && (draft || options["no-wait"])) {
      throw usageError(
        `--prune needs what is declared to be ready, so it does not go with ${draft ? "--draft" : "--no-wait"}`,
      );
    }
    // Its help and its completion need none of that.
    if (options["dry-run"]) {
      const { planFiles } = await import("../../plan/plan-files.ts");
      return planFiles(session, { files, draft, prune });
    }
    const { applyFiles } = await import("../../apply/apply-files.ts");
    return applyFiles(session, { files, draft, wait: !options["no-wait"], timeout: timeoutOf(timeout), prune });
  },
});
