import {
  type ApplyInput,
  applyInputSchema,
  type ChangeDocument,
  type Json,
  type JsonObject,
  resourceKey,
} from "@pragma/contract";
import { readResources } from "@pragma/db/queries";
import { isJsonObject, parseReferences } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { ImportAnswers, ImportedThing } from "../../resources/apply/imported-thing.ts";
import { askForPlan, NO_TIME } from "./ask-for-plan.ts";
import { searchThings } from "./search-things.ts";

/**
 * Asks the providers of what a change is to take over what there is. The answers are sealed with the plan, and not asked for again when it
 * is applied. Ask before a transaction is begun: no worker sees what is asked in one.
 */
export async function askImports(
  core: Core,
  context: RequestContext,
  documents: readonly ChangeDocument[],
  endsAt: number,
): Promise<ImportAnswers> {
  const adopting = documents.flatMap((given, index) => {
    // One of a wrong form is refused by the plan.
    const { data: document } = typeof given.adopt === "string" ? applyInputSchema.safeParse(given) : {};
    return document ? [{ index, document, key: resourceKey(document) }] : [];
  });
  const answers = new Map<number, ImportedThing>();
  if (adopting.length === 0) return answers;
  const keys = adopting.map(({ key }) => key);
  const rows = await readResources(core.db.tenant(context.organizationId), keys);
  const known = new Map(rows.map((row) => [row.key, row]));
  const left = adopting.filter(({ key }) => !known.get(key)?.provisioned);
  await askForPlan(left, endsAt, async ({ index, document, key }, timeoutMs) => {
    const { connection = known.get(key)?.connection } = document;
    answers.set(index, await askImport(core, context, { ...document, connection }, timeoutMs));
  });
  return answers;
}

async function askImport(
  core: Core,
  context: RequestContext,
  { provider, resource: type, adopt, connection, config }: ApplyInput,
  timeoutMs: number,
): Promise<ImportedThing> {
  if (timeoutMs <= 0) return { silent: NO_TIME };
  const search = { type, identity: adopt as string, config: literalPart(config as JsonObject) };
  try {
    const asked = { ...search, ...(connection !== undefined && { connection }) };
    const { items } = await searchThings(core, context, provider, asked, { timeoutMs });
    const [thing] = items;
    return thing ? { found: thing.config ?? {} } : { absent: true };
  } catch (error) {
    if (error instanceof DomainError) return { silent: error.message };
    throw error;
  }
}

/** The members without references, which nobody has resolved yet. */
function literalPart(config: JsonObject): JsonObject {
  const literal = ([, value]: [string, Json | undefined]): boolean => {
    if (value === undefined) return false;
    const { references, issues } = parseReferences({ value }, { stringReferences: true });
    return references.length === 0 && issues.length === 0;
  };
  return isJsonObject(config) ? (Object.fromEntries(Object.entries(config).filter(literal)) as JsonObject) : {};
}
