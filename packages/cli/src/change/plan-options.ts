import type { WireChangeInput } from "@pragma/sdk";
import { usageError } from "../errors/cli-error.ts";
import type { OptionSpecs } from "../framework/command.ts";
import type { ManifestDocument } from "../manifest/document.ts";

/** Options of everything that plans what files declare. */
export const PLAN_OPTIONS = {
  file: {
    type: "strings",
    short: "f",
    value: "file",
    description: "File, folder, pattern, or - for stdin",
    complete: "file",
  },
  set: {
    type: "string",
    value: "name",
    description: "Set that the resources are members of, such as shop",
    complete: "set",
  },
  prune: { type: "boolean", description: "Delete what the set has and the files do not declare, dependents first" },
  "allow-empty": { type: "boolean", description: "With --prune, delete all of the set if the files declare nothing" },
  dependents: {
    type: "string",
    value: "what",
    choices: ["cascade", "detach"],
    description: "What happens to resources that depend on pruned ones; pruning is refused if left out",
  },
  "take-over": { type: "boolean", description: "Take resources into the set that are members of another" },
  "allow-replace": {
    type: "boolean",
    description: "Delete and create anew what differs in fields that cannot change; what depends on it is repaired",
  },
  draft: { type: "boolean", description: "Only store as drafts; nothing is processed" },
  message: { type: "string", short: "m", value: "text", description: "What the change is for, at most 500 characters" },
} as const satisfies OptionSpecs;

/** Their values. */
export interface PlanValues {
  file: readonly string[];
  set: string | undefined;
  prune: boolean;
  "allow-empty": boolean;
  dependents: "cascade" | "detach" | undefined;
  "take-over": boolean;
  "allow-replace": boolean;
  draft: boolean;
  /** Names or ids of resources to delete. */
  delete?: readonly string[];
  /** Ids of resources to apply once more. */
  reapply?: readonly string[];
  /** Ids of resources to delete and create anew. */
  replace?: readonly string[];
  /** What is done about what checks found. */
  drift?: NonNullable<WireChangeInput["drift"]>;
  /** Documents beside those of files: what they name must not exist yet. */
  documents?: readonly ManifestDocument[];
  message: string | undefined;
}

/** @throws CliError for a combination that the API would refuse after all files were read */
export function checkPlanOptions(options: PlanValues): void {
  const { file, set, prune, delete: deleted = [], reapply = [], replace = [], drift = [], documents = [] } = options;
  if ([file, deleted, reapply, replace, drift, documents].every(({ length }) => length === 0))
    throw usageError("-f is missing", "Such as -f shop.yaml, or -f - for stdin.");
  if (prune && set === undefined)
    throw usageError("--prune needs --set", "Only members of a set are pruned, such as with --set shop --prune.");
  if (options["allow-empty"] && !prune)
    throw usageError("--allow-empty needs --prune", "Without it, files that declare nothing change nothing.");
}

/** The option of what shows a plan. */
export const DETAILED_EXITCODE = {
  "detailed-exitcode": { type: "boolean", description: "End with 10 if there are changes" },
} as const satisfies OptionSpecs;
